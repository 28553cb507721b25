import { existsSync } from 'node:fs'
import { playwright } from '@vitest/browser-playwright'
import { defineConfig } from 'vitest/config'

const chromium = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium'
const conditions = (...names: string[]) => {
  const all = ['x-source', ...names, 'import', 'default']
  return { resolve: { conditions: all }, ssr: { resolve: { conditions: all, externalConditions: all } } }
}
const chromiumArgs = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/**
 * Five projects: `node` runs every test file but the kinds below; `browser` runs `any` tests, which run on Node, too, and `web` tests in
 * Chromium; `ocr` reads pictures; `slow` tests run on one Node; `workerd` tests drive workerd, on built files.
 */
export default defineConfig({
  test: {
    // What hangs is found all the same; on a busy machine starting one process can take longer than vitest's own 5 s.
    testTimeout: 60_000,
    projects: [
      {
        ...conditions('node'),
        test: {
          name: 'node',
          // The packages hold no module state (R71), so test files may share a process: starting one for each costs more than the tests.
          isolate: false,
          include: ['packages/*/{src,test}/**/*.test.ts'],
          exclude: ['**/*.{workerd,web,slow}.test.ts', 'packages/local-ocr/test/**', '**/node_modules/**', '**/dist/**'],
          environment: 'node',
        },
      },
      ...(existsSync(chromium)
        ? [
            {
              ...conditions('browser'),
              test: {
                name: 'browser',
                include: ['packages/*/{src,test}/**/*.{any,web}.test.ts'],
                browser: {
                  enabled: true,
                  headless: true,
                  connectTimeout: 300_000,
                  screenshotFailures: false,
                  provider: playwright({ launchOptions: { executablePath: chromium, args: chromiumArgs } }),
                  instances: [{ browser: 'chromium' as const }],
                },
              },
            },
          ]
        : []),
      // Apart, because reading pictures takes longer than all other tests together, and is the same on every Node: WebAssembly.
      { ...conditions('node'), test: { name: 'ocr', include: ['packages/local-ocr/test/**/*.test.ts'], testTimeout: 1_800_000 } },
      // Minutes of work whose result is the same on every Node: not in the matrix of versions.
      { ...conditions('node'), test: { name: 'slow', include: ['packages/*/{src,test}/**/*.slow.test.ts'] } },
      { test: { name: 'workerd', include: ['packages/*/{src,test}/**/*.workerd.test.ts'], environment: 'node' } },
    ],
  },
})
