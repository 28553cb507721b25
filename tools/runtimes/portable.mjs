// Runs on any runtime with fetch and WebCrypto: signs a call of each kind with an injected fetch, and gives back what was sent. Then plays the
// refresh scenarios of the core package on its built files.
import { createOcrClient, recognizeCharacter } from '@x/ocr20191230'
import { hmacSha1Signer, signRpc } from '@x/tea-rpc/sign'
import * as core from '../../packages/credentials-core/dist/index.js'
import { createFakeClock } from '../../packages/credentials-core/dist/testing.js'
import scenarios from '../../packages/credentials-core/test/refresh-corpus.json' with { type: 'json' }
import { refreshSuite } from '../../packages/credentials-core/test/refresh-suite.ts'

/** What must come out, whatever the runtime. The last value is the worked example of the public documentation. */
export const EXPECTED = {
  text: 'read',
  action: 'RecognizeCharacter',
  authorization: true,
  wrongField: 'ERR_INVALID_OPTION',
  fileFrom: 'ERR_RUNTIME_UNSUPPORTED',
  signature: 'OLeaidS1JvxuMvnyHOwuJ+uX5qY=',
}

export async function portable() {
  let sent
  const client = createOcrClient({
    accessKeyId: 'LTAIexampleexample01',
    accessKeySecret: 'examplesecretexamplesecret',
    signatureVersion: 'acs3',
    fetch: async (_url, init) => {
      sent = init
      return new Response('{"RequestId":"r","Data":{"Results":[{"Text":"read"}]}}')
    },
  })
  const request = { imageURL: 'https://example.com/a.png', minHeight: 1, outputProbability: false }
  const response = await recognizeCharacter(client, request)
  const wrong = await recognizeCharacter(client, { ...request, imageURL: '/a/path.png' }).catch((error) => error)
  return {
    text: response.data.results[0].text,
    action: sent.headers['x-acs-action'],
    authorization: /^ACS3-HMAC-SHA256 Credential=LTAIexampleexample01,SignedHeaders=[a-z0-9;-]+,Signature=[0-9a-f]{64}$/.test(
      sent.headers.authorization,
    ),
    wrongField: wrong.code,
    fileFrom: await codeOf(async () => (await import('@x/ocr20191230')).fileFrom('/a/path.png')),
    signature: await documentedSignature(),
  }
}

/** Plays every refresh scenario, and gives the names of those that went well and what went wrong in the others. */
export async function playScenarios() {
  const tests = []
  refreshSuite({ scenarios, cached: core.cached, createFakeClock, errors: core, test: (name, run) => tests.push({ name, run }) })
  const passed = []
  const failures = []
  for (const { name, run } of tests) {
    await run().then(
      () => passed.push(name),
      (error) => failures.push(`${name}: ${error.message}`),
    )
  }
  return { passed: passed.length, failures }
}

let contacts = 0
/** Shared by all requests, as a module of a worker holds it. */
const shared = core.cached(async () => {
  contacts++
  await new Promise((resolve) => setTimeout(resolve, 50))
  return { accessKeyId: 'LTAIexampleexample01', accessKeySecret: 'examplesecretexamplesecret' }
})

/** Begins a flight and lets its request end, which in workerd ends the flight, too, without settling it. */
export async function leaveFlight() {
  shared()
  return { contacts }
}

/** What the next request gets. */
export async function afterLostFlight() {
  const { accessKeyId } = await shared()
  return { contacts, accessKeyId }
}

async function codeOf(work) {
  try {
    await work()
    return undefined
  } catch (error) {
    return error.code
  }
}

async function documentedSignature() {
  const params = {
    AccessKeyId: 'testid',
    Action: 'DescribeRegions',
    Format: 'XML',
    SignatureMethod: 'HMAC-SHA1',
    SignatureNonce: '3ee8c1b8-83d3-44af-a94f-4e0ad82fd6cf',
    SignatureVersion: '1.0',
    Timestamp: '2016-02-23T12:46:24Z',
    Version: '2014-05-26',
  }
  return (await signRpc({ method: 'GET', params, signer: hmacSha1Signer('testsecret') })).signature
}
