import { type FetchLike, parseJsonObject } from '@x/credentials-core'
import { signRpc } from '@x/tea-rpc/sign'

const SAME = 'STS signed the very text that was signed here, so the secret or private key is not the one of this key id'
const OTHER = 'STS got another text than the one that was signed here, so the request was altered in transit or wrongly encoded'

/**
 * A `fetch` whose refusals hold the code, the message and the request id of STS, and nothing else. STS quotes the whole request in its
 * message when a signature is wrong: that goes no further, and the one thing it tells, whether both sides signed the same text, takes its
 * place. A body that is not of STS is dropped. Every answer is read here to its end, where the transport limits its size and time.
 */
export function tidyRefusals(send: FetchLike): FetchLike {
  return async (url, init) => {
    const answer = await send(url, init)
    const received = await answer.text()
    const text = answer.status < 400 ? received : JSON.stringify(await tidy(received, String(init?.body)))
    return {
      status: answer.status,
      headers: answer.headers,
      body: null,
      text: async () => text,
      arrayBuffer: async () => new TextEncoder().encode(text).buffer,
    }
  }
}

/** What to do about a signature that was refused, if the message is one of those above. */
export function signatureHint(message: string): string | undefined {
  if (message === SAME) return 'Check the secret or the private key.'
  return message === OTHER ? 'Check what stands between this machine and STS, such as a proxy.' : undefined
}

async function tidy(body: string, form: string): Promise<Record<string, unknown>> {
  const { Signature, ...params } = Object.fromEntries(new URLSearchParams(form))
  // The one secret that travels as a parameter like any other, so that the RPC client does not know it for one.
  const text = params.OIDCToken ? body.replaceAll(params.OIDCToken, '***') : body
  const { Message, ...found } = parseJsonObject(text)
  // Without a code, the RPC client would take the whole body for the message.
  const Code = word(found.Code) ?? 'UnknownError'
  const RequestId = word(found.RequestId)
  if (Code !== 'SignatureDoesNotMatch' || typeof Message !== 'string') return { Code, Message, RequestId }
  const [, theirs] = /string to sign is:\s*([\w&%.~-]+)/i.exec(Message) ?? []
  if (theirs === undefined) return { Code, Message, RequestId }
  const { stringToSign } = await signRpc({ method: 'POST', params, signer: { algorithm: '', sign: () => '' } })
  // A full stop may end the sentence.
  return { Code, Message: theirs.replace(/\.$/, '') === stringToSign ? SAME : OTHER, RequestId }
}

function word(value: unknown): string | undefined {
  return typeof value === 'string' && /^[\w.-]{1,100}$/.test(value) ? value : undefined
}
