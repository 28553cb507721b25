const webpack = require('webpack')

webpack(require('./webpack.config.cjs'), (error, stats) => {
  if (error || stats.hasErrors() || stats.hasWarnings()) {
    console.error(error ?? stats.toString({ colors: false, all: false, errors: true, warnings: true }))
    process.exitCode = 1
  }
})
