/** What an engine is given to answer one call. */
export interface OcrInput {
  /** The operation's parameters as they came, so all texts; lists and objects are put together from `Tasks.1.ImageURL` and the like. */
  readonly parameters: Record<string, unknown>
  /**
   * Fetches a file that a parameter names. Objects uploaded to the emulator and loopback addresses only.
   * @throws an error with a service code, such as `InvalidImage.Download`, that the engine lets pass
   */
  fetchFile(url: string): Promise<Uint8Array>
}

/** Reads pictures for the emulator's OCR service. `@x/local-ocr` has one; tests may bring their own. */
export interface OcrEngine {
  /**
   * Answers an operation with the wire form of its `Data`.
   * A rejection with `code` (`InvalidFile.Decode`), `message` and maybe `statusCode` (default 400) is answered as the service's error.
   */
  answer(operation: string, input: OcrInput): Promise<Record<string, unknown>>
  /** Frees what the engine holds; called once, when the emulator closes. */
  close?(): Promise<void>
}
