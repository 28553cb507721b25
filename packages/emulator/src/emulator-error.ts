/** Why an emulator could not be started. */
export type EmulatorErrorCode = 'ERR_INVALID_OPTION' | 'ERR_PORT_IN_USE'

/** The emulator could not be started; the message is one line that says what to do. */
export class EmulatorError extends Error {
  readonly code: EmulatorErrorCode

  constructor(code: EmulatorErrorCode, message: string) {
    super(message)
    this.name = 'EmulatorError'
    this.code = code
  }
}
