import { entries, internal } from '../../tsdown.base.ts'

export default [
  ...entries('src/index.ts', 'src/sign.ts', 'src/transport.ts', 'src/sts.ts'),
  ...internal(
    'src/check-route.web.ts',
    'src/check-route.node.ts',
    'src/hmac.web.ts',
    'src/hmac.node.ts',
    'src/listener.web.ts',
    'src/listener.node.ts',
    'src/rare.ts',
    'src/sign-v3.ts',
    'src/transport.web.ts',
    'src/transport.node.ts',
    'src/typed-call.ts',
  ),
]
