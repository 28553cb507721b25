export { type RenderXlsxOptions, renderXlsx } from './render-xlsx.ts'
