import type { UserConfig } from 'tsdown'

const base: UserConfig = {
  format: 'esm',
  platform: 'neutral',
  target: 'es2022',
  fixedExtension: false,
  dts: { oxc: true },
  sourcemap: false,
  clean: false,
  treeshake: true,
  // What is written about the names is in the declarations; annotations are for bundlers.
  outputOptions: { comments: { legal: true, annotation: true, jsdoc: false } },
  deps: { neverBundle: [/^node:/, /^#/, /^@x\//] },
  failOnWarn: true,
  logLevel: 'warn',
}

/** One configuration an entry: two entries in one would share a hashed chunk, and each file costs time at import. */
export const entries = (...files: string[]): UserConfig[] => files.map((file) => ({ ...base, entry: [file] }))

/** Entries that only this package's own code imports, by a name that no declaration mentions. */
export const internal = (...files: string[]): UserConfig[] => entries(...files).map(withoutDeclarations)

/** Configurations for entries that take some of their modules from a built package, which is loaded anyway, instead of a copy. */
export const leaving = (builtPackage: string, ...modules: string[]): Record<'internal' | 'declarations', typeof entries> => {
  const plugin = {
    name: 'leaving',
    resolveId: (source: string) => (modules.includes(source) ? { id: builtPackage, external: true as const } : undefined),
  }
  const leavingEntries: typeof entries = (...files) => entries(...files).map((config) => ({ ...config, plugins: [plugin] }))
  return {
    internal: (...files) => leavingEntries(...files).map(withoutDeclarations),
    /** Nothing but the declarations. */
    declarations: (...files) => leavingEntries(...files).map((config) => ({ ...config, dts: { oxc: true, emitDtsOnly: true } })),
  }
}

function withoutDeclarations(config: UserConfig): UserConfig {
  return { ...config, dts: false }
}
