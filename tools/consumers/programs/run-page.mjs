// Runs a bundle of page.mjs: node run-page.mjs BUNDLE
import { pathToFileURL } from 'node:url'

await import(pathToFileURL(process.argv[2]))
console.log(await globalThis.signedCall(process.env))
