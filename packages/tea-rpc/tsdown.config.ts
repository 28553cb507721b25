import { entries, internal } from '../../tsdown.base.ts'

export default [
  ...entries(
    'src/index.ts',
    'src/sign.ts',
    'src/transport.ts',
    'src/sts.ts',
    'src/hmac.web.ts',
    'src/hmac.node.ts',
    'src/transport.web.ts',
    'src/transport.node.ts',
  ),
  ...internal(
    'src/listener.web.ts',
    'src/listener.node.ts',
    'src/observe.ts',
    'src/rare.ts',
    'src/recovery.ts',
    'src/sign-v3.ts',
    'src/typed-call.ts',
  ),
]
