// A session key for an RSA key pair (Japan site only): the private key signs the request for it and stays here.
import { Client } from '@x/credentials'

const cred = new Client({
  type: 'rsa_key_pair',
  publicKeyId: process.env.PUBLIC_KEY_ID ?? '<public_key_id>',
  // The path of the PEM file. `privateKey` takes the text itself instead.
  privateKeyFile: process.env.PRIVATE_KEY_FILE,
  // Absent, this is sts.ap-northeast-1.aliyuncs.com.
  stsEndpoint: process.env.STS_ENDPOINT,
})

const { accessKeyId, accessKeySecret, securityToken, expiration } = await cred.getCredential()
console.log(`type ${cred.getType()}, id of ${accessKeyId?.length} characters, secret of ${accessKeySecret?.length}, token ${securityToken}`)
console.log(`until ${expiration?.toISOString()}`)
