export { readFile } from './read-file.node.ts'
