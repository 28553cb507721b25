import type { Exchange } from '../exchange.ts'
import type { HttpAnswer } from '../http/http-answer.ts'
import type { ServiceError } from '../service-error.ts'

/** An answer with one XML element and its children. */
export function xmlAnswer(
  status: number,
  root: string,
  members: Readonly<Record<string, string>>,
  headers: Readonly<Record<string, string>>,
): HttpAnswer {
  const children = Object.entries(members).map(([name, value]) => `  <${name}>${escapeXml(value)}</${name}>\n`)
  const text = `<?xml version="1.0" encoding="UTF-8"?>\n<${root}>\n${children.join('')}</${root}>\n`
  return { status, headers: { 'Content-Type': 'application/xml', ...headers }, body: Buffer.from(text) }
}

/** A refusal as OSS words it. */
export function refuseAsXml(error: ServiceError, exchange: Exchange): HttpAnswer {
  const members = { Code: error.code, Message: error.message, RequestId: exchange.requestId, HostId: exchange.endpoint }
  return xmlAnswer(error.status, 'Error', members, { 'x-oss-request-id': exchange.requestId, ...error.headers })
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}
