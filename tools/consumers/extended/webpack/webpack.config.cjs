const { join } = require('node:path')

/** Modules, so that chunks which load later need no document. */
module.exports = {
  mode: 'production',
  context: __dirname,
  entry: './page.mjs',
  experiments: { outputModule: true },
  output: { path: join(__dirname, 'out'), filename: 'page.js', module: true, chunkFormat: 'module', chunkLoading: 'import' },
  target: ['web', 'es2022'],
}
