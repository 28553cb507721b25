import { entries } from '../../tsdown.base.ts'

export default entries('src/index.ts', 'src/subscribe.web.ts', 'src/subscribe.node.ts')
