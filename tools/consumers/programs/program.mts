import { type CredentialProvider, fromAccessKey } from '@x/credentials-core'
import { Client, type RecognizeCharacterResponse, recognizeCharacter, toMap } from '@x/ocr20191230'
import { createRpcClient, type RpcClient } from '@x/tea-rpc'
import { signRpc } from '@x/tea-rpc/sign'
import { createTransport } from '@x/tea-rpc/transport'

const credential: CredentialProvider = fromAccessKey({ accessKeyId: 'LTAIexampleexample01', accessKeySecret: 'examplesecretexample' })
const rpc: RpcClient = createRpcClient({ credential, endpoint: 'ecs.cn-hangzhou.aliyuncs.com', fetch: globalThis.fetch })
const client = new Client({ credential: async () => ({ accessKeyId: 'a', accessKeySecret: 'b' }) })

export async function read(picture: Blob): Promise<string | undefined> {
  const response: RecognizeCharacterResponse = await client.recognizeCharacter({
    imageURL: picture,
    minHeight: 10,
    outputProbability: true,
  })
  const text: string | undefined = (await recognizeCharacter(client, { imageURL: picture, minHeight: 1, outputProbability: false })).data
    ?.results?.[0]?.text
  // @ts-expect-error a request without its file does not compile
  await client.recognizeCharacter({ minHeight: 10, outputProbability: true })
  void toMap(response)
  return text
}
export { createTransport, rpc, signRpc }
