import { entries } from '../../tsdown.base.ts'

export default entries('src/index.ts', 'src/upload.ts', 'src/node.ts', 'src/fs.web.ts', 'src/fs.node.ts')
