// A RAM role, assumed with an AccessKey pair: temporary credentials that renew themselves.
import { Client } from '@x/credentials'

const cred = new Client({
  type: 'ram_role_arn',
  accessKeyId: process.env.ALIBABA_CLOUD_ACCESS_KEY_ID,
  accessKeySecret: process.env.ALIBABA_CLOUD_ACCESS_KEY_SECRET,
  // The documents' literal '<role_arn>' is refused before any request: it is not the ARN of a role.
  roleArn: process.env.ROLE_ARN,
  roleSessionName: 'example',
  // Narrows what the role may do; without it, all that the role allows.
  policy: JSON.stringify({ Version: '1', Statement: [{ Effect: 'Allow', Action: 'ocr:*', Resource: '*' }] }),
  roleSessionExpiration: 3600,
  // Absent, this is sts.aliyuncs.com.
  stsEndpoint: process.env.STS_ENDPOINT,
})

const { accessKeyId, securityToken, expiration, providerName } = await cred.getCredential()
console.log(`type ${cred.getType()}, id ${accessKeyId?.slice(0, 4)}…, token of ${securityToken?.length} characters`)
console.log(`from ${providerName}, until ${expiration?.toISOString()}`)
