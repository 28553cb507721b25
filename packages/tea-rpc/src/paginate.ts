import { AlibabaCloudError } from '@x/credentials-core'

/** What asks for the next page, to be put among the parameters of a request: nothing for the first page. */
export type PageParameters = Readonly<Record<string, string | number>>

/**
 * The pages of a list, one after the other, each asked for when the loop wants it: by `NextToken`, or by `PageNumber` with `PageSize` and
 * `TotalCount`, whichever the answers hold, at their top level and in either spelling (`nextToken` in answers of typed operations).
 *
 * @param send Asks for one page with these parameters.
 * @throws AlibabaCloudError `ERR_BAD_RESPONSE` when a service gives the same token again, or pages of no size: neither would ever end.
 * @example
 * for await (const body of paginate(async (page) => {
 *   const { body } = await client.request({ action: 'ListUsers', version: '2015-05-01', query: { MaxItems: 100, ...page } })
 *   return body as ListUsersBody
 * })) show(body.Users)
 */
export async function* paginate<S extends object>(send: (page: PageParameters) => Promise<S>): AsyncGenerator<S, void, undefined> {
  const seen = new Set<unknown>()
  for (let page: PageParameters | undefined = {}; page; ) {
    const answer = await send(page)
    yield answer
    page = nextPage(answer)
    const [token] = Object.values(page ?? {})
    if (page && seen.has(token)) throw endless('gave the same page again')
    seen.add(token)
  }
}

function nextPage(answer: object): PageParameters | undefined {
  const member = (name: string): [name: string, value: unknown] => {
    const lower = name.charAt(0).toLowerCase() + name.slice(1)
    const found = Object.hasOwn(answer, name) ? name : lower
    return [found, Object.hasOwn(answer, found) ? (answer as Record<string, unknown>)[found] : undefined]
  }
  const [tokenName, token] = member('NextToken')
  if (typeof token === 'string' && token !== '') return { [tokenName]: token }
  const [numberName, number] = member('PageNumber')
  const [size, total] = [Number(member('PageSize')[1]), Number(member('TotalCount')[1])]
  if (size <= 0 && total > 0) throw endless('gave a page of no size')
  return Number(number) * size < total ? { [numberName]: Number(number) + 1 } : undefined
}

function endless(problem: string): AlibabaCloudError {
  const hint = 'Report it to the service: its list has no end.'
  return new AlibabaCloudError(`The service ${problem}.`, { code: 'ERR_BAD_RESPONSE', hint })
}
