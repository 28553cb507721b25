import { entries, internal } from '../../tsdown.base.ts'

export default [...entries('src/index.ts'), ...internal('src/instance-role.ts')]
