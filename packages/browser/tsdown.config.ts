import { entries } from '../../tsdown.base.ts'

export default entries('src/index.ts')
