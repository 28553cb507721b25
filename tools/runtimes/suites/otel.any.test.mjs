import { expect, it } from 'vitest'
import { observeOneCall } from '../../../packages/otel/test/portable.ts'

it('a client that gets the listener tells of its calls', async () => {
  const { spans, calls, retries, observe } = JSON.parse(await observeOneCall())
  expect(spans).toEqual([
    ['DescribeThing', 503, 'ServiceUnavailable'],
    ['DescribeThing', 200, null],
  ])
  expect([calls, retries]).toEqual([[1, 1], { DescribeThing: 1 }])
  expect(observe).toMatch(/^(works|ERR_RUNTIME_UNSUPPORTED)$/)
})
