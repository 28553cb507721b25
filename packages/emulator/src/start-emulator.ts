import { createServer } from 'node:http'
import { createIdentities } from './accounts/identities.ts'
import { createKeyPair, issueTemporaryKey } from './accounts/issue-keys.ts'
import { createKeyRing } from './accounts/key-ring.ts'
import type { Emulator } from './emulator.ts'
import { createFaultList } from './faults/fault-list.ts'
import { findRoute, type Services } from './find-route.ts'
import { createNonceStore } from './gateway/nonce-store.ts'
import { handleRequest } from './http/handle-request.ts'
import { listen, resolveHost } from './listen.ts'
import { credentialsUriRoute } from './metadata/credentials-uri-route.ts'
import { createMetadataService } from './metadata/metadata-route.ts'
import { createEngineHolder } from './ocr/engine-holder.ts'
import { fetchFile } from './ocr/fetch-file.ts'
import { createJobTable } from './ocr/job-table.ts'
import { createOcrService } from './ocr/ocr-service.ts'
import { createRateLimit } from './ocr/rate-limit.ts'
import { createOpenPlatformService } from './open-platform/authorize-file-upload.ts'
import type { EmulatorOptions } from './options.ts'
import { createObjectStore } from './oss/object-store.ts'
import { createStoredObjects } from './oss/stored-objects.ts'
import { createUploadPermits } from './oss/upload-permits.ts'
import { createRecordRing } from './records/record-ring.ts'
import { createStsService } from './sts/sts-service.ts'

/** Room for the fields of a form around its file. */
const FORM_OVERHEAD_BYTES = 1024 * 1024
/** Reading a picture keeps the process busy. Node's 5 s could pass meanwhile, and it would reset an idle connection on which a request already waits. */
const KEEP_ALIVE_MS = 600_000

/**
 * Starts a local Alibaba Cloud on one loopback port: STS, instance metadata, a credentials URI, file uploads, object storage and OCR.
 * It checks signatures, times, tokens and permits as the real services do and refuses with their codes.
 *
 * @throws EmulatorError when the host is not a loopback address or the port cannot be had
 * @example
 * const emulator = await startEmulator()
 * const [{ accessKeyId, accessKeySecret }] = emulator.accounts
 * const client = new Client({ accessKeyId, accessKeySecret, endpoint: emulator.url })
 * await emulator.close()
 */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const host = resolveHost(options.host ?? '127.0.0.1')
  const clock = options.clock ?? Date
  const maxUploadBytes = options.uploads?.maxBytes ?? 100 * 1024 * 1024

  const { accounts, oidc, roles, instanceRole } = createIdentities(options)
  const keys = createKeyRing(accounts)
  const faults = createFaultList(options.faults ?? [])
  const records = createRecordRing(options.maxRecords ?? 1000)
  const objects = createObjectStore()
  const permits = createUploadPermits(maxUploadBytes)
  const engine = createEngineHolder(options.ocr)

  let port = 0
  const endpoint = (): string => `${host.includes(':') ? `[${host}]` : host}:${port}`
  const fileSources = { objects, port: () => port, maxBytes: maxUploadBytes, timeoutMs: 5000 }
  const services: Services = {
    gateway: {
      keys,
      nonces: createNonceStore(),
      services: [
        createStsService(roles, keys, oidc),
        createOpenPlatformService(permits, options.uploads?.permitSeconds ?? 900),
        createOcrService({
          engine,
          jobs: createJobTable(options.jobs ?? {}),
          rateLimit: createRateLimit(options.ocrRateLimit),
          fetchFile: (url) => fetchFile(url, fileSources),
        }),
      ],
    },
    metadata: createMetadataService(instanceRole, keys, options.metadata ?? {}),
    credentialsUri: credentialsUriRoute(roles[0], keys),
    oss: { permits, objects },
  }
  const frontage = {
    clock,
    faults,
    records,
    secrets: keys.permanentSecrets,
    cors: options.cors ?? true,
    maxBodyBytes: maxUploadBytes + FORM_OVERHEAD_BYTES,
    endpoint,
    findRoute: (request: Parameters<typeof findRoute>[0]) => findRoute(request, services),
  }

  const server = createServer((incoming, response) => {
    // What fails here is the connection itself: nothing can be answered on it.
    handleRequest(incoming, response, frontage).catch(() => response.destroy())
  })
  server.keepAliveTimeout = KEEP_ALIVE_MS
  port = await listen(server, options.port ?? 0, host)

  let closing: Promise<void> | undefined
  const close = (): Promise<void> => {
    closing ??= new Promise<void>((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    }).then(() => engine.close())
    return closing
  }

  return {
    endpoint: endpoint(),
    url: `http://${endpoint()}`,
    credentialsUri: `http://${endpoint()}/credentials`,
    accounts,
    roles,
    oidcProviderArn: oidc.providerArn,
    get requests() {
      return records.list()
    },
    clearRequests: records.clear,
    faults,
    objects: createStoredObjects(objects, permits.bucket, endpoint(), () => clock.now()),
    issueTemporaryKey: (wanted = {}) => issueTemporaryKey(wanted, roles, keys, clock.now()),
    issueOidcToken: (wanted = {}) => oidc.issue(wanted, clock.now()),
    createKeyPair: () => createKeyPair(accounts[0], keys),
    close,
    [Symbol.asyncDispose]: close,
  }
}
