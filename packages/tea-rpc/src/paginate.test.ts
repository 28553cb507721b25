import { describe, expect, it } from 'vitest'
import { recordingFetch } from '../test/recorded-request.ts'
import { createRpcClient } from './index.ts'
import { paginate } from './paginate.ts'

const KEYS = { accessKeyId: 'LTAIexampleexample01', accessKeySecret: 'secretsecretsecretsecret01' }

async function collect(...answers: object[]): Promise<{ asked: object[]; got: object[] }> {
  const asked: object[] = []
  const got: object[] = []
  for await (const page of paginate(async (parameters) => answers[asked.push(parameters) - 1] ?? {})) got.push(page)
  return { asked, got }
}

describe('paginate', () => {
  it('follows tokens, in either spelling, until there is none', async () => {
    const answers = [
      { NextToken: 'a', L: [1] },
      { NextToken: 'b', L: [2] },
      { NextToken: '', L: [3] },
    ]
    expect(await collect(...answers)).toEqual({ asked: [{}, { NextToken: 'a' }, { NextToken: 'b' }], got: answers })
    expect((await collect({ nextToken: 'a' }, {})).asked).toEqual([{}, { nextToken: 'a' }])
  })

  it('follows page numbers until the total is reached', async () => {
    const page = (PageNumber: number) => ({ PageNumber, PageSize: 10, TotalCount: 25 })
    expect((await collect(page(1), page(2), page(3))).asked).toEqual([{}, { PageNumber: 2 }, { PageNumber: 3 }])
    expect((await collect({ pageNumber: 1, pageSize: 1, totalCount: 2 }, {})).asked).toEqual([{}, { pageNumber: 2 }])
    expect((await collect({ PageNumber: 1, PageSize: 10, TotalCount: 10 })).asked).toEqual([{}])
  })

  it('ends after one page for an answer that is no list', async () => {
    expect((await collect({ RequestId: 'r' })).asked).toEqual([{}])
  })

  it('gives up when a service gives the same token again', async () => {
    const same = { NextToken: 'a' }
    await expect(collect(same, same, same)).rejects.toMatchObject({ code: 'ERR_BAD_RESPONSE' })
  })

  it('gives up when pages have no size, which would never end', async () => {
    for (const PageSize of [0, -1, null]) {
      let PageNumber = 0
      const pages = paginate(async () => ({ PageNumber: ++PageNumber, PageSize, TotalCount: 5 }))
      expect((await pages.next()).value).toMatchObject({ PageNumber: 1 })
      await expect(pages.next()).rejects.toMatchObject({ code: 'ERR_BAD_RESPONSE' })
    }
    expect((await collect({ PageNumber: 1, PageSize: 0, TotalCount: 0 })).asked).toEqual([{}])
  })

  it('asks for no page that nobody wants', async () => {
    let asked = 0
    for await (const _ of paginate(async () => ({ NextToken: String(++asked) }))) if (asked === 2) break
    expect(asked).toBe(2)
  })

  it('R76 signs each page anew', async () => {
    const { fetch, requests } = recordingFetch({ body: '{"NextToken":"a"}' }, { body: '{"NextToken":"b"}' }, {})
    const client = createRpcClient({ ...KEYS, endpoint: 'thing.example.com', fetch })
    const pages = paginate(async (page) => {
      const { body } = await client.request({ action: 'ListThings', version: '2024-01-01', query: { MaxResults: 2, ...page } })
      return body as object
    })
    for await (const _ of pages);
    expect(requests.map(({ query }) => query)).toEqual([
      { MaxResults: '2' },
      { MaxResults: '2', NextToken: 'a' },
      { MaxResults: '2', NextToken: 'b' },
    ])
    expect(new Set(requests.map(({ headers }) => headers['x-acs-signature-nonce'])).size).toBe(3)
  })
})
