import { entries } from '../../tsdown.base.ts'

export default entries('src/index.ts', 'src/testing.ts', 'src/direct-fetch.web.ts', 'src/direct-fetch.node.ts')
