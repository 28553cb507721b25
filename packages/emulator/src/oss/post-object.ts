import type { Exchange } from '../exchange.ts'
import { sameText } from '../gateway/same-text.ts'
import { emptyAnswer, type HttpAnswer } from '../http/http-answer.ts'
import { headerOf } from '../http/http-request.ts'
import { ServiceError } from '../service-error.ts'
import { checkPolicy } from './check-policy.ts'
import type { ObjectStore, StoredObject } from './object-store.ts'
import { type FormPart, MultipartError, parseMultipart } from './parse-multipart.ts'
import type { UploadPermits } from './upload-permits.ts'
import { xmlAnswer } from './xml-answer.ts'

/** Where uploads are checked against and go to. */
export interface UploadParts {
  readonly permits: UploadPermits
  readonly objects: ObjectStore
}

const MAX_FIELD_BYTES = 8192

/**
 * PostObject (ocr20191230.md 4.4): stores the file of a form whose policy and signature allow it.
 * @throws ServiceError with the documented code
 */
export function postObject(bucket: string, exchange: Exchange, { permits, objects }: UploadParts): HttpAnswer {
  exchange.seen.signatureMethod = 'PostPolicy'
  const form = readForm(exchange)
  const accessKeyId = required(form, 'OSSAccessKeyId')
  exchange.seen.accessKeyId = accessKeyId
  const policy = required(form, 'policy')
  const signature = required(form, 'Signature')
  const key = required(form, 'key')
  if (accessKeyId !== permits.accessKeyId) {
    throw new ServiceError(403, 'InvalidAccessKeyId', 'The OSS Access Key Id you provided does not exist in our records.')
  }
  if (!sameText(signature, permits.sign(policy))) {
    throw new ServiceError(
      403,
      'SignatureDoesNotMatch',
      'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
    )
  }
  const judged = { fields: new Map([...form.fields, ['bucket', bucket]]), fileBytes: form.file.content.length }
  // A fault that makes permits expired moves the judge's clock to the end of time.
  checkPolicy(policy, judged, exchange.expired ? Number.POSITIVE_INFINITY : exchange.now)
  const object = objects.put({
    bucket,
    key,
    bytes: Buffer.from(form.file.content),
    contentType: headerText(form.file.contentType) ?? 'application/octet-stream',
    storedAt: exchange.now,
  })
  return answerStored(object, form.fields.get('success_action_status'), exchange)
}

/** The type comes back as a header, so only what can stand in one is kept. */
function headerText(text: string | undefined): string | undefined {
  return text !== undefined && /^[\x20-\x7e]+$/.test(text) ? text : undefined
}

interface UploadForm {
  /** The fields before the file; OSS does not look at what follows it. */
  readonly fields: ReadonlyMap<string, string>
  readonly file: FormPart
}

function readForm({ request }: Exchange): UploadForm {
  if (request.bodyTooLarge) throw new ServiceError(400, 'EntityTooLarge', 'Your proposed upload exceeds the maximum allowed size.')
  const parts = parseParts(request.body, headerOf(request, 'content-type') ?? '')
  const [file, ...otherFiles] = parts.filter((part) => part.name === 'file')
  if (file === undefined || otherFiles.length > 0) {
    throw new ServiceError(400, 'IncorrectNumberOfFilesInPOSTRequest', 'POST requires exactly one file upload per request.')
  }
  const fields = new Map<string, string>()
  for (const part of parts.slice(0, parts.indexOf(file))) {
    if (part.content.length > MAX_FIELD_BYTES) {
      throw new ServiceError(400, 'FieldItemTooLong', 'Your POST request fields preceding the upload file were too large.')
    }
    if (fields.has(part.name)) throw new ServiceError(400, 'InvalidArgument', `The field ${part.name} is given twice.`)
    fields.set(part.name, part.content.toString('utf8'))
  }
  return { fields, file }
}

function parseParts(body: Buffer, contentType: string): FormPart[] {
  try {
    return parseMultipart(body, contentType)
  } catch (error) {
    if (!(error instanceof MultipartError)) throw error
    const message = `The body of your POST request is not well-formed multipart/form-data. ${error.message}`
    throw new ServiceError(400, 'MalformedPOSTRequest', message)
  }
}

function required(form: UploadForm, name: string): string {
  const value = form.fields.get(name)
  if (value) return value
  const message = `Bucket POST must contain a field named '${name}'. If it is specified, please check the order of the fields.`
  throw new ServiceError(400, 'InvalidArgument', message)
}

/** 204 unless the form asks for 200 or 201; only 201 has a body. */
function answerStored(object: StoredObject, wanted: string | undefined, exchange: Exchange): HttpAnswer {
  const headers = { ETag: object.etag, 'x-oss-request-id': exchange.requestId }
  if (wanted === '200') return emptyAnswer(200, headers)
  if (wanted !== '201') return emptyAnswer(204, headers)
  const location = `http://${exchange.endpoint}/${object.bucket}/${object.key}`
  const members = { Bucket: object.bucket, Location: location, Key: object.key, ETag: object.etag }
  return xmlAnswer(201, 'PostResponse', members, { Location: encodeURI(location), ...headers })
}
