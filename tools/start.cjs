// What `npm run demo` and `npm test` start: node tools/start.cjs SCRIPT [arguments]
// Any Node must be able to read this file, so that one too old gets a clear line and no stack: CommonJS, no recent syntax.
const [major, minor] = process.versions.node.split('.').map(Number)
const supported = (major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major > 22

if (supported) {
  import('./lib/set-up.mjs').then((setUp) => setUp.start(process.argv[2], process.argv.slice(3))).then((code) => process.exit(code))
} else {
  console.error(`Node ${process.versions.node} is too old for this project: install Node 22.12 or later (20.19 and later 20s work too).`)
  process.exitCode = 1
}
