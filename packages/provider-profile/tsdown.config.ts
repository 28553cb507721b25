import { entries } from '../../tsdown.base.ts'

export default entries(
  'src/index.ts',
  'src/node.ts',
  'src/files.web.ts',
  'src/files.node.ts',
  'src/run-process.web.ts',
  'src/run-process.node.ts',
)
