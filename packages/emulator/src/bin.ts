#!/usr/bin/env node
import process from 'node:process'
import { runBin } from './run-bin.ts'

process.exitCode = await runBin({
  args: process.argv.slice(2),
  platform: process.platform,
  print: (text) => process.stdout.write(text),
  printError: (text) => process.stderr.write(text),
  stopped: () =>
    new Promise((resolve) => {
      process.once('SIGINT', () => resolve())
      process.once('SIGTERM', () => resolve())
    }),
})
