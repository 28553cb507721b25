import { entries, internal } from '../../tsdown.base.ts'

export default [
  ...entries(
    'src/index.ts',
    'src/upload.ts',
    'src/node.ts',
    'src/batch.ts',
    'src/check.ts',
    'src/fit.ts',
    'src/fs.web.ts',
    'src/fs.node.ts',
    'src/checkpoint-file.web.ts',
    'src/checkpoint-file.node.ts',
  ),
  ...internal(
    'src/any-file.ts',
    'src/downloads.ts',
    'src/file-limits.ts',
    'src/upload-recovery.ts',
    'src/picture.web.ts',
    'src/picture.node.ts',
  ),
]
