import { entries, internal } from '../../tsdown.base.ts'

export default [
  ...entries('src/index.ts', 'src/node.ts'),
  ...internal('src/providers.ts', 'src/file-links.web.ts', 'src/file-links.node.ts'),
]
