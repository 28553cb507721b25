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
 * Three projects: `node` runs every test file but the two kinds below; `any` tests run on Node and in Chromium;
 * `workerd` tests drive workerd, on built files.
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
          include: ['packages/*/{src,test}/**/*.test.ts'],
          exclude: ['**/*.workerd.test.ts', '**/*.web.test.ts', '**/node_modules/**', '**/dist/**'],
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
                  screenshotFailures: false,
                  provider: playwright({ launchOptions: { executablePath: chromium, args: chromiumArgs } }),
                  instances: [{ browser: 'chromium' as const }],
                },
              },
            },
          ]
        : []),
      { test: { name: 'workerd', include: ['packages/*/{src,test}/**/*.workerd.test.ts'], environment: 'node' } },
    ],
  },
})
