/** What is needed to fetch a web address from here. */
export { downloadResult } from './download-result.ts'
export { webSource } from './web-source.ts'
