import { entries, internal } from '../../tsdown.base.ts'

export default [
  ...entries('src/index.ts', 'src/node.ts'),
  ...internal('src/reader.ts', 'src/contents.ts', 'src/system.web.ts', 'src/system.node.ts'),
]
