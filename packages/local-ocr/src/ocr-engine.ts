/** What an engine is given to answer one call. */
export interface OcrInput {
  /** The operation's parameters under their wire names. Scalars may be form texts (`'true'`, `'10'`); lists are arrays. */
  readonly parameters: Record<string, unknown>
  /** Gets the file that a parameter names. What it rejects with is passed on. */
  fetchFile(url: string): Promise<Uint8Array>
}

/** Answers OCR operations from the pictures themselves. */
export interface OcrEngine {
  /**
   * Answers one operation with the wire form of its `Data`.
   * @throws OcrEngineError with the service's code, or whatever `fetchFile` rejected with
   */
  answer(operation: string, input: OcrInput): Promise<Record<string, unknown>>
  /** Waits for the calls under way and frees the models. Later calls reject with `ServiceUnavailable`. */
  close(): Promise<void>
}
