import { entries } from '../../tsdown.base.ts'

export default entries(
  'src/index.ts',
  'src/testing.ts',
  'src/node.ts',
  'src/direct-fetch.web.ts',
  'src/direct-fetch.node.ts',
  'src/read-file.web.ts',
  'src/read-file.node.ts',
)
