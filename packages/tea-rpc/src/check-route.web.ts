import { checkFetchable } from './check-fetchable.ts'
import type { Route } from './route.ts'

/**
 * Says at once what `createTransport`, which loads later, would refuse.
 *
 * @throws AlibabaCloudError `ERR_RUNTIME_UNSUPPORTED` for an option that `fetch` cannot honour.
 */
export function checkRoute(route: Route): void {
  checkFetchable(route, 'httpsProxy noProxy ca connectTimeout')
}
