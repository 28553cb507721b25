export { fitBytes } from './fit-bytes.ts'
export { type FitOptions, fit } from './fit-file.ts'
