/** What goes back, before faults change it. `Content-Length`, `Date` and the CORS headers are added when it is sent. */
export interface HttpAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
}

/** An answer with a JSON body. */
export function jsonAnswer(status: number, value: object, headers: Readonly<Record<string, string>> = {}): HttpAnswer {
  return { status, headers: { 'Content-Type': 'application/json;charset=utf-8', ...headers }, body: Buffer.from(JSON.stringify(value)) }
}

/** An answer with a plain text body. */
export function textAnswer(status: number, text: string, headers: Readonly<Record<string, string>> = {}): HttpAnswer {
  return { status, headers: { 'Content-Type': 'text/plain;charset=utf-8', ...headers }, body: Buffer.from(text) }
}

/** An answer without a body. */
export function emptyAnswer(status: number, headers: Readonly<Record<string, string>> = {}): HttpAnswer {
  return { status, headers, body: Buffer.alloc(0) }
}
