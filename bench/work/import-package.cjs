// import-package.cjs [PACKAGE]: loads a package the way that costs it least, `require` for CommonJS and `import()` for ES modules. CommonJS
// itself, so that an ES module pays for the loader of ES modules, as in a program that has nothing else.
const [name, format] = process.argv.slice(2)
const { user, system } = process.cpuUsage()
const before = process.memoryUsage.rss()
const begun = performance.now()

async function load() {
  if (!name) return
  if (format === 'esm') await import(name)
  else require(name)
}

load().then(() => {
  const ms = performance.now() - begun
  const after = process.cpuUsage()
  const rss = process.memoryUsage.rss()
  const values = { ms, 'CPU ms': (after.user + after.system - user - system) / 1000, '+RSS MB': (rss - before) / 1e6 }
  process.stdout.write(`${JSON.stringify({ ...values, 'CJS files': Object.keys(require.cache).length - 1 })}\n`)
})
