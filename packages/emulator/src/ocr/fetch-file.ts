import { get } from 'node:http'
import { parseObjectPath } from '../oss/object-path.ts'
import type { ObjectStore } from '../oss/object-store.ts'
import { ServiceError } from '../service-error.ts'

/** Where files for recognition may come from. */
export interface FileSources {
  readonly objects: ObjectStore
  /** The emulator's own port, known once it listens. */
  port(): number
  readonly maxBytes: number
  /** Milliseconds a download may take. */
  readonly timeoutMs: number
}

/**
 * Gets the file behind an address: an object of the emulator straight from its store, anything else only from this machine over http.
 * Redirects are not followed.
 * @throws ServiceError `InvalidImage.URL` or `InvalidImage.Download`
 */
export async function fetchFile(address: string, sources: FileSources): Promise<Uint8Array> {
  const url = readAddress(address)
  if (url.protocol !== 'http:' || !isLoopback(url.hostname)) {
    throw downloadError('The emulator fetches only uploaded objects and http addresses of this machine.')
  }
  if (Number(url.port || 80) !== sources.port()) return download(url, sources)
  const path = parseObjectPath(url.pathname)
  const object = path && sources.objects.find(path.bucket, path.key)
  if (object === undefined) throw downloadError('There is no such object.')
  return new Uint8Array(object.bytes)
}

function readAddress(address: string): URL {
  // spec: ocr20191230.md 6, no operation takes an address with Chinese characters
  if (/[^\x21-\x7e]/.test(address) || !URL.canParse(address)) {
    throw new ServiceError(400, 'InvalidImage.URL', 'The address of the file is not a plain ASCII URL.')
  }
  return new URL(address)
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname)
}

function download(url: URL, { maxBytes, timeoutMs }: FileSources): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const fail = (problem: string): void => {
      request.destroy()
      reject(downloadError(problem))
    }
    const request = get(url, { agent: false, signal: AbortSignal.timeout(timeoutMs) }, (response) => {
      if (response.statusCode !== 200) return fail(`The address answered with status ${response.statusCode}.`)
      const chunks: Buffer[] = []
      let length = 0
      response.on('data', (chunk: Buffer) => {
        length += chunk.length
        if (length > maxBytes) fail('The file is too large.')
        else chunks.push(chunk)
      })
      response.on('error', () => fail('The download broke off.'))
      response.on('end', () => resolve(new Uint8Array(Buffer.concat(chunks))))
    })
    request.on('error', () => fail('The address cannot be reached.'))
  })
}

function downloadError(problem: string): ServiceError {
  return new ServiceError(400, 'InvalidImage.Download', `The file could not be fetched. ${problem}`)
}
