import { keys } from './keys.mjs'

/** One request, as the official clients get it. */
const request = { action: 'GetCallerIdentity', version: '2015-04-01', body: { RegionId: 'cn-shanghai' } }

export const callers = {
  'ours v1': (origin) => create({ endpoint: origin, signatureVersion: 'v1' }),
  'ours acs3': (origin) => create({ endpoint: origin, signatureVersion: 'acs3' }),
  'ours v1 on fetch': (origin) => create({ endpoint: origin, signatureVersion: 'v1', fetch: globalThis.fetch }),
  'ours ocr recognizeCharacter': async (origin) => {
    const { createOcrClient, recognizeCharacter } = await import('@x/ocr20191230')
    const client = createOcrClient({ ...keys, endpoint: origin })
    const input = { imageURL: 'https://example.com/picture.png', minHeight: 10, outputProbability: true }
    return () => recognizeCharacter(client, input)
  },
}

async function create(config) {
  const { createRpcClient } = await import('@x/tea-rpc')
  const client = createRpcClient({ ...keys, ...config })
  return () => client.request(request)
}
