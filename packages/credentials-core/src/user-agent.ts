import { VERSION } from './version.ts'

/**
 * What requests for credentials say of themselves, in the words of the official SDKs (credentials 8.3). `undefined` where there is no
 * process: browsers set it themselves, and refuse another.
 *
 * @example userAgent() // AlibabaCloud (linux; x64) Node.js/24.21.0 Credentials/1.0.0 TeaDSL/1
 */
export function userAgent(): string | undefined {
  const { process } = globalThis as { process?: Partial<Record<'platform' | 'arch' | 'version', string>> }
  if (!process?.platform || 'document' in globalThis) return undefined
  return `AlibabaCloud (${process.platform}; ${process.arch}) Node.js/${process.version?.slice(1)} Credentials/${VERSION} TeaDSL/1`
}
