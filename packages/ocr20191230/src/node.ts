export { fileFrom } from './fs.node.ts'
