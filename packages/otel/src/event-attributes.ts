import type { Attributes } from '@opentelemetry/api'
import type { AttemptEvent, ResolveEvent } from '@x/tea-rpc'

/** Of which call: attributes of few values, so that metrics can have them. */
export function callAttributes({ action, host }: Pick<AttemptEvent, 'action' | 'host'>): Attributes {
  const [, address = host, port] = /^\[?(.*?)\]?(?::(\d+))?$/.exec(host) ?? []
  return {
    'rpc.system.name': 'alibaba_cloud',
    'rpc.method': action,
    'server.address': address,
    ...(port && { 'server.port': Number(port) }),
  }
}

/** How it failed; nothing for a success. Codes of a form that services do not use count as one, since an answer decides them. */
export function errorAttributes({ code }: { readonly code: string | undefined }): Attributes {
  return code === undefined ? {} : { 'error.type': /^[\w.:/-]{1,100}$/.test(code) ? code : '_OTHER' }
}

/** How an attempt failed, with the service's own code if it was the service that refused. */
export function outcomeAttributes({ code, status }: AttemptEvent): Attributes {
  const attributes = errorAttributes({ code })
  const refused = code !== undefined && status !== undefined && code !== 'ABORTED' && !code.startsWith('ERR_')
  return refused ? { ...attributes, 'rpc.status_code': attributes['error.type'] } : attributes
}

/** Of which credentials. */
export function providerAttributes({ provider }: Pick<ResolveEvent, 'provider'>): Attributes {
  return { 'alibaba_cloud.credentials.provider': provider }
}

/** OpenTelemetry measures in seconds. The clock of a machine can be set back meanwhile. */
export function seconds(ms: number): number {
  return Math.max(0, ms) / 1000
}
