/** The connection options that `Config` and `RuntimeOptions` share and that only Node's own engine can honour, by the type of their values. */
export const CONNECTION = {
  string: 'httpProxy httpsProxy noProxy key cert ca socks5Proxy socks5NetWork ',
  number: 'connectTimeout maxIdleConns ',
}

/** All options that only Node's own engine can honour. */
export const NODE_ONLY: string = `${CONNECTION.string}${CONNECTION.number}tlsMinVersion disableHttp2 ignoreSSL keepAlive localAddr`
