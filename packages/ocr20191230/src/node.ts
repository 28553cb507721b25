export { checkpointFile } from './checkpoint-file.node.ts'
export { fileFrom } from './fs.node.ts'
