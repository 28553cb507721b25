import { keys } from './keys.mjs'

const common = {
  Action: 'GetCallerIdentity',
  Format: 'json',
  Version: '2015-04-01',
  SignatureMethod: 'HMAC-SHA1',
  SignatureVersion: '1.0',
  SignatureNonce: '3f6c1a52-6a1f-4a39-9d40-0f5b5a1f0c3e',
  Timestamp: '2026-01-01T00:00:00Z',
  AccessKeyId: keys.accessKeyId,
  RegionId: 'cn-shanghai',
  RoleArn: 'acs:ram::1234567890123456:role/reader',
  RoleSessionName: 'bench',
}
const many = Object.fromEntries(
  Array.from({ length: 200 }, (_, index) => [
    `Tasks.${index + 1}.ImageURL`,
    `https://example.com/图片 ${index}/票据*(副本)~.png?size=large`,
  ]),
)

/** 11 parameters, and 211 with some Chinese text: 13 kB. */
export const parameters = { small: common, large: { ...common, ...many } }

/** The same for ACS3: the parameters in the query, everything common in headers. */
export const acs3 = Object.fromEntries(
  Object.entries({ small: { RegionId: 'cn-shanghai' }, large: many }).map(([size, query]) => [
    size,
    {
      method: 'POST',
      pathname: '/',
      query,
      headers: {
        host: 'sts.aliyuncs.com',
        accept: 'application/json',
        'content-type': 'application/x-www-form-urlencoded',
        'x-acs-action': common.Action,
        'x-acs-version': common.Version,
        'x-acs-date': common.Timestamp,
        'x-acs-signature-nonce': common.SignatureNonce,
        'x-acs-content-sha256': 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
      },
      hashedPayload: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    },
  ]),
)
