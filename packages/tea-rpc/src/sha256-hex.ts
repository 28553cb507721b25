import { sha256Hex as hash } from '#hmac'

/**
 * Lower-case hex SHA-256 of bytes, or of text as UTF-8.
 *
 * @example const hashedPayload = await sha256Hex('Action=DescribeRegions')
 */
export const sha256Hex: (bytes: string | Uint8Array) => string | Promise<string> = hash
