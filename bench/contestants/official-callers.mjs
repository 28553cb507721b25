import { keys } from './keys.mjs'

export const callers = {
  '@alicloud/pop-core GET v1': (origin) => popCore(origin, 'GET'),
  '@alicloud/pop-core POST v1': (origin) => popCore(origin, 'POST'),
  '@alicloud/rpc-client GET v1': async (origin) => {
    const { default: module } = await import('@alicloud/rpc-client')
    const client = new module.default(new module.Config({ ...keys, endpoint: hostOf(origin), protocol: 'http', regionId: 'cn-shanghai' }))
    const { RuntimeOptions } = await ownDependency('@alicloud/rpc-client', '@alicloud/tea-util')
    const runtime = new RuntimeOptions({})
    const query = { RegionId: 'cn-shanghai' }
    return () => client.doRequest('GetCallerIdentity', 'HTTP', 'GET', '2015-04-01', 'AK', query, null, runtime)
  },
  '@alicloud/openapi-client POST v1': (origin) => openapiClient(origin, { signatureAlgorithm: 'v2' }),
  '@alicloud/openapi-client POST acs3': (origin) => openapiClient(origin, {}),
  '@alicloud/openapi-core POST v1': (origin) => openapiCore(origin, { signatureAlgorithm: 'v2' }),
  '@alicloud/openapi-core POST acs3': (origin) => openapiCore(origin, {}),
  '@alicloud/ocr-api recognizeGeneral': async (origin) => {
    const { default: module } = await import('@alicloud/ocr-api20210707')
    const config = { ...keys, endpoint: hostOf(origin), protocol: 'http' }
    const { $OpenApiUtil } = await ownDependency('@alicloud/ocr-api20210707', '@alicloud/openapi-core')
    const client = new module.default(new $OpenApiUtil.Config(config))
    const request = new module.RecognizeGeneralRequest({ url: 'https://example.com/picture.png' })
    return () => client.recognizeGeneral(request)
  },
}

const hostOf = (origin) => new URL(origin).host
const parameters = {
  action: 'GetCallerIdentity',
  version: '2015-04-01',
  protocol: 'HTTP',
  pathname: '/',
  method: 'POST',
  authType: 'AK',
  style: 'RPC',
  reqBodyType: 'formData',
  bodyType: 'json',
}

async function popCore(endpoint, method) {
  const { default: PopCore } = await import('@alicloud/pop-core')
  const client = new PopCore({ ...keys, endpoint, apiVersion: '2015-04-01' })
  return () => client.request('GetCallerIdentity', { RegionId: 'cn-shanghai' }, { method })
}

async function openapiClient(origin, config) {
  const { default: module } = await import('@alicloud/openapi-client')
  const client = new module.default(new module.Config({ ...keys, ...config, endpoint: hostOf(origin), protocol: 'http' }))
  const { RuntimeOptions } = await ownDependency('@alicloud/openapi-client', '@alicloud/tea-util')
  const [params, runtime] = [new module.Params(parameters), new RuntimeOptions({})]
  return () => client.callApi(params, new module.OpenApiRequest({ query: { RegionId: 'cn-shanghai' } }), runtime)
}

async function openapiCore(origin, config) {
  const { default: module } = await import('@alicloud/openapi-core')
  const { $OpenApiUtil } = module
  const client = new module.default(new $OpenApiUtil.Config({ ...keys, ...config, endpoint: hostOf(origin), protocol: 'http' }))
  const { RuntimeOptions } = await ownDependency('@alicloud/openapi-core', '@darabonba/typescript')
  const [params, runtime] = [new $OpenApiUtil.Params(parameters), new RuntimeOptions({})]
  return () => client.callApi(params, new $OpenApiUtil.OpenApiRequest({ query: { RegionId: 'cn-shanghai' } }), runtime)
}

/** A package that one of the official packages brings along: the very copy that it uses itself. */
export async function ownDependency(owner, name) {
  const { createRequire } = await import('node:module')
  const require = createRequire(import.meta.url)
  return createRequire(require.resolve(owner))(name)
}
