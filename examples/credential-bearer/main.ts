// A bearer token, as the Cloud Call Centre gives them: it is sent as it is, and nothing is signed.
import { Client } from '@x/credentials'
import { createRpcClient, RpcError } from '@x/tea-rpc'

const cred = new Client({ type: 'bearer', bearerToken: process.env.BEARER_TOKEN ?? '' })
console.log(`type ${cred.getType()}, token of ${cred.getBearerToken()?.length} characters`)

// A client sends it with every call; the service says whether it takes bearer tokens.
const client = createRpcClient({ credential: cred, endpoint: process.env.OCR_ENDPOINT ?? 'ccc.cn-shanghai.aliyuncs.com' })
try {
  const { body } = await client.request({ action: 'GetCallerIdentity', version: '2015-04-01' })
  console.log(body)
} catch (error) {
  if (!(error instanceof RpcError)) throw error
  console.log(`refused: ${error.serviceCode}`)
} finally {
  await client.close()
}
