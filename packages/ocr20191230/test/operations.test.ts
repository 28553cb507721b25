import { describe, expect, it } from 'vitest'
import { functionName } from '../generate/names.ts'
import { SAMPLE_FOLDER, samplesOf } from '../generate/samples.ts'
import { type Parameter, readSpec } from '../generate/spec.ts'
import * as ocr from '../src/index.ts'
import { fakeCloud, formOf } from './fake-cloud.ts'
import { operationExamples } from './generated/operation-examples.ts'

const { operations } = readSpec()
const samples = operations.flatMap((operation) => samplesOf(operation).map((sample) => ({ ...sample, operation })))

describe('operations', () => {
  it('are the 36 of the description, 18 of them retired, each a function and a method', () => {
    expect(operations).toHaveLength(36)
    expect(operations.filter(({ status }) => status === 'retired')).toHaveLength(18)
    const names = operations.map(({ name }) => functionName(name))
    expect(names.filter((name) => typeof (ocr as Record<string, unknown>)[name] !== 'function')).toEqual([])
    const methods = Object.getOwnPropertyNames(ocr.Client.prototype)
    expect(names.filter((name) => !methods.includes(name))).toEqual([])
    expect(methods.filter((name) => !names.includes(name)).sort()).toEqual(['call', 'close', 'constructor', 'rpc'])
  })

  it('have examples for everything that the description shows, and a full sample of every member', () => {
    expect(operationExamples.map(({ action }) => action)).toEqual(samples.map(({ action }) => action))
    expect(operations.filter(({ example }) => example)).toHaveLength(18)
  })

  it.each(samples.map((sample, index) => ({ ...sample, index })))(
    '$action (example $index) sends exactly its parameters and answers exactly what came',
    async ({ operation, request, response, index }) => {
      const example = operationExamples[index]
      const cloud = fakeCloud({ ocr: () => response })
      const answer = await example?.call(cloud.client, (name) => SAMPLE_FOLDER + name)

      expect(cloud.requests).toHaveLength(1)
      const [sent] = cloud.requests
      const inQuery = operation.params.filter(({ position }) => position === 'Query').map(({ name }) => name)
      const wire = flattened(request, operation.params)
      expect(Object.fromEntries(sent?.url.searchParams ?? [])).toEqual(pick(wire, (name) => inQuery.includes(name)))
      expect(formOf(sent)).toEqual(pick(wire, (name) => !inQuery.includes(name)))
      expect(sent?.url.host).toBe('ocr.cn-shanghai.aliyuncs.com')
      expect(sent?.method).toBe('POST')
      expect(sent?.headers).toMatchObject({ 'x-acs-action': operation.name, 'x-acs-version': '2019-12-30' })

      expect(answer).toEqual(example?.response)
      expect(ocr.toMap(answer ?? {})).toEqual(response)
      expect(ocr.responseMetadata(answer ?? {}).statusCode).toBe(200)
    },
  )

  it('send nothing for a member that is undefined', async () => {
    const cloud = fakeCloud()
    await ocr.recognizeIdentityCard(cloud.client, { imageURL: 'https://example.com/a.jpg', side: undefined })
    expect(formOf(cloud.requests[0])).toEqual({ ImageURL: 'https://example.com/a.jpg' })
  })
})

/** Parameters as they travel, made from the description and by other code than the package's. */
function flattened(request: Readonly<Record<string, unknown>>, parameters: readonly Parameter[]): Record<string, string> {
  const flat: Record<string, string> = {}
  for (const [name, value] of Object.entries(request)) {
    const json = parameters.find((parameter) => parameter.name === name)?.serialization === 'json'
    if (json) flat[name] = JSON.stringify(value)
    else if (Array.isArray(value)) {
      value.forEach((item: Record<string, string>, index) => {
        for (const [key, text] of Object.entries(item)) flat[`${name}.${index + 1}.${key}`] = text
      })
    } else flat[name] = String(value)
  }
  return flat
}

function pick(all: Readonly<Record<string, string>>, wanted: (name: string) => boolean): Record<string, string> {
  return Object.fromEntries(Object.entries(all).filter(([name]) => wanted(name)))
}
