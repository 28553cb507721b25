import { entries } from '../../tsdown.base.ts'

export default entries('src/index.ts', 'src/pdf.ts', 'src/xlsx.ts')
