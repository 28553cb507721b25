import type { Exchange, Route } from '../exchange.ts'
import type { HttpAnswer } from '../http/http-answer.ts'
import type { HttpRequest } from '../http/http-request.ts'
import { ServiceError } from '../service-error.ts'
import { parseObjectPath } from './object-path.ts'
import { postObject, type UploadParts } from './post-object.ts'
import { refuseAsXml } from './xml-answer.ts'

/** Object storage, path-style: POST to `/<bucket>`, GET and HEAD of `/<bucket>/<key>`. Reading needs no signature. */
export function ossRoute(http: HttpRequest, parts: UploadParts): Route {
  const path = parseObjectPath(http.path)
  const actions: Record<string, string> = { POST: 'PostObject', GET: 'GetObject', HEAD: 'HeadObject' }
  return {
    service: 'oss',
    action: actions[http.method] ?? http.method,
    run(exchange) {
      if (path === undefined) throw new ServiceError(400, 'InvalidArgument', 'The path is wrongly encoded.')
      if (path.bucket !== parts.permits.bucket) throw new ServiceError(404, 'NoSuchBucket', 'The specified bucket does not exist.')
      if (http.method === 'POST' && path.key === '') return postObject(path.bucket, exchange, parts)
      if ((http.method === 'GET' || http.method === 'HEAD') && path.key !== '') return getObject(path.bucket, path.key, exchange, parts)
      throw new ServiceError(405, 'MethodNotAllowed', 'The specified method is not allowed against this resource.')
    },
    refuse: refuseAsXml,
  }
}

function getObject(bucket: string, key: string, exchange: Exchange, { objects }: UploadParts): HttpAnswer {
  const object = objects.find(bucket, key)
  if (object === undefined) throw new ServiceError(404, 'NoSuchKey', 'The specified key does not exist.')
  const headers = {
    'Content-Type': object.contentType,
    ETag: object.etag,
    'Last-Modified': new Date(object.storedAt).toUTCString(),
    'x-oss-request-id': exchange.requestId,
  }
  return { status: 200, headers, body: object.bytes }
}
