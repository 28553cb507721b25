import { entries, internal } from '../../tsdown.base.ts'

/** `./node` gives what these files have, and holds no copy of them. Its declarations are whole: these files have none. */
const besides = {
  name: 'besides',
  resolveId: (source: string) =>
    /^\.\/(fs|checkpoint-file)\.node\.ts$/.test(source) ? { id: source.replace(/ts$/, 'js'), external: true as const } : undefined,
}

export default [
  ...entries('src/index.ts', 'src/upload.ts', 'src/batch.ts', 'src/check.ts', 'src/fit.ts'),
  ...internal('src/node.ts').map((config) => ({ ...config, plugins: [besides] })),
  ...entries('src/node.ts').map((config) => ({ ...config, dts: { oxc: true, emitDtsOnly: true } })),
  ...internal(
    'src/fs.web.ts',
    'src/fs.node.ts',
    'src/checkpoint-file.web.ts',
    'src/checkpoint-file.node.ts',
    'src/any-file.ts',
    'src/downloads.ts',
    'src/file-limits.ts',
    'src/upload-recovery.ts',
    'src/picture.web.ts',
    'src/picture.node.ts',
  ),
]
