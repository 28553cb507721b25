// Temporary credentials that somebody else got from STS: an AccessKey pair and the token that belongs to it.
import { Client } from '@x/credentials'

const cred = new Client({
  type: 'sts',
  accessKeyId: process.env.STS_ACCESS_KEY_ID,
  accessKeySecret: process.env.STS_ACCESS_KEY_SECRET,
  securityToken: process.env.STS_SECURITY_TOKEN,
})

const accessKeyId = await cred.getAccessKeyId()
const securityToken = await cred.getSecurityToken()
console.log(`type ${cred.getType()}, id ${accessKeyId?.slice(0, 4)}…, token of ${securityToken?.length} characters`)
