import { checkPem } from './check-pem.ts'
import { checkRoute as checkFetchRoute } from './check-route.web.ts'
import { proxyAddress } from './proxy-address.ts'
import type { Route } from './route.ts'

/**
 * Says at once what `createTransport`, which loads later, would refuse.
 *
 * @throws AlibabaCloudError `ERR_INVALID_OPTION` for a value that cannot work; `ERR_RUNTIME_UNSUPPORTED` for an option that the `fetch` given
 * cannot honour.
 */
export function checkRoute(route: Route): void {
  const { httpsProxy, ca, fetch } = route
  if (fetch) checkFetchRoute(route)
  if (httpsProxy) proxyAddress(httpsProxy, 'httpsProxy')
  checkPem(ca, 'ca')
}
