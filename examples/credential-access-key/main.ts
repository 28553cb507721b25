// Credentials from an AccessKey pair that lives until it is deleted.
import { Client } from '@x/credentials'

const cred = new Client({
  type: 'access_key',
  // The documents' literals such as '<access_key_id>' are refused as placeholders.
  accessKeyId: process.env.ALIBABA_CLOUD_ACCESS_KEY_ID,
  accessKeySecret: process.env.ALIBABA_CLOUD_ACCESS_KEY_SECRET,
})

const accessKeyId = await cred.getAccessKeyId()
const accessKeySecret = await cred.getAccessKeySecret()
console.log(`type ${cred.getType()}, id of ${accessKeyId?.length} characters, secret of ${accessKeySecret?.length}`)
