import { entries, internal } from '../../tsdown.base.ts'

export default [...entries('src/index.ts', 'src/node.ts'), ...internal('src/sessions.ts')]
