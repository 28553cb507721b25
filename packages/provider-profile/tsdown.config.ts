import { entries } from '../../tsdown.base.ts'

export default [
  ...entries('src/index.ts', 'src/node.ts', 'src/files.web.ts', 'src/files.node.ts', 'src/actions.web.ts', 'src/actions.node.ts'),
  // Only this package loads it, so it needs no types.
  ...entries('src/contents.ts').map((config) => ({ ...config, dts: false })),
]
