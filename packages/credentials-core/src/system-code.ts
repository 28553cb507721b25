/**
 * The system's name for what went wrong, such as `ECONNREFUSED` or `ENOENT`, or an empty text. A `fetch` has it in the cause. Other texts are
 * no names: they may quote anything (R3).
 */
export function systemCode(error: unknown): string {
  const { code, cause } = (error ?? {}) as { code?: unknown; cause?: unknown }
  if (typeof code === 'string') return /^[A-Z_0-9]{1,60}$/.test(code) ? code : ''
  return cause && cause !== error ? systemCode(cause) : ''
}
