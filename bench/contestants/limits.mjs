import { keys } from './keys.mjs'

/** What no client can beat: the engines alone, and a hand-written signature on top of them. */
export const limits = {
  'undici Pool, unsigned': async (origin) => {
    const send = await poolSender(origin)
    return () => send('Action=GetCallerIdentity')
  },
  'v1 floor on undici Pool': async (origin) => {
    const [send, sign] = [await poolSender(origin), await createFloor()]
    return () => send(sign())
  },
  'v1 floor on undici dispatch': async (origin) => {
    const [send, sign] = [await dispatchSender(origin), await createFloor()]
    return () => send(sign())
  },
  'http.request, unsigned': async (origin) => {
    const send = await httpSender(origin)
    return () => send('Action=GetCallerIdentity')
  },
  'v1 floor on http.request': async (origin) => {
    const [send, sign] = [await httpSender(origin), await createFloor()]
    return () => send(sign())
  },
  'fetch, unsigned': (origin) => () => post(origin, 'Action=GetCallerIdentity'),
  'v1 floor on fetch': async (origin) => {
    const sign = await createFloor()
    return () => post(origin, sign())
  },
}

const headers = { 'content-type': 'application/x-www-form-urlencoded' }

async function post(origin, body) {
  return (await fetch(origin, { method: 'POST', headers, body })).json()
}

async function poolSender(origin) {
  const { Pool } = await import('undici')
  const pool = new Pool(origin)
  return async (body) => {
    const answer = await pool.request({ method: 'POST', path: '/', headers, body })
    return answer.body.json()
  }
}

/** The agent that our own engine uses, without time limits, checks of the size, decoding, aborts and errors that say what to do. */
async function dispatchSender(origin) {
  const { default: Agent } = await import('undici/lib/dispatcher/agent.js')
  const agent = new Agent()
  return (body) =>
    new Promise((resolve, reject) => {
      let text = ''
      agent.dispatch(
        { origin, method: 'POST', path: '/', headers, body },
        {
          onRequestStart() {},
          onResponseStart() {},
          onResponseData(_, chunk) {
            text += chunk
          },
          onResponseEnd() {
            resolve(JSON.parse(text))
          },
          onResponseError(_, error) {
            reject(error)
          },
        },
      )
    })
}

async function httpSender(origin) {
  const { Agent, request } = await import('node:http')
  const { hostname: host, port } = new URL(origin)
  const options = { host, port, method: 'POST', path: '/', agent: new Agent({ keepAlive: true }) }
  return (body) =>
    new Promise((resolve, reject) => {
      const sent = request({ ...options, headers: { ...headers, 'content-length': body.length } }, (answer) => {
        let text = ''
        answer.setEncoding('utf8')
        answer.on('data', (chunk) => {
          text += chunk
        })
        answer.on('end', () => resolve(JSON.parse(text)))
      })
      sent.on('error', reject)
      sent.end(body)
    })
}

/** The least that version 1 asks for: sort, encode, HMAC. Gives the whole body. */
export async function createFloor() {
  const { createHmac, randomUUID } = await import('node:crypto')
  return (parameters = usual) => {
    const all = {
      ...parameters,
      AccessKeyId: keys.accessKeyId,
      SignatureNonce: randomUUID(),
      Timestamp: `${new Date().toISOString().slice(0, 19)}Z`,
    }
    let pairs = ''
    for (const name of Object.keys(all).sort()) pairs += `${pairs && '&'}${encode(name)}=${encode(all[name])}`
    const text = `POST&%2F&${encode(pairs)}`
    return `${pairs}&Signature=${encode(createHmac('sha1', `${keys.accessKeySecret}&`).update(text).digest('base64'))}`
  }
}

const usual = {
  Action: 'GetCallerIdentity',
  Format: 'json',
  Version: '2015-04-01',
  SignatureMethod: 'HMAC-SHA1',
  SignatureVersion: '1.0',
  RegionId: 'cn-shanghai',
}

function encode(text) {
  const encoded = encodeURIComponent(text)
  return /[!'()*]/.test(encoded) ? encoded.replace(/[!'()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`) : encoded
}
