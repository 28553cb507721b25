/**
 * Whether a text is a RAM role name: 1 to 64 letters, digits, `_`, `.` and `-`, and no `..`. What fits needs no encoding in a path, and
 * leads to no other (R45, E45).
 */
export function isRoleName(text: unknown): text is string {
  return typeof text === 'string' && /^\w[\w.-]{0,63}$/.test(text) && !text.includes('..')
}
