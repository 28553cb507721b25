/**
 * A RAM role name: 1 to 64 letters, digits, `_`, `.` and `-`, and no `..`. What fits needs no encoding in a path, and leads to no other (R45,
 * E45).
 */
export const ROLE_NAME: RegExp = /^(?!.*\.\.)\w[\w.-]{0,63}$/
