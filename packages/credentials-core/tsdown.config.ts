import { entries, internal, leaving } from '../../tsdown.base.ts'

export default [
  ...entries('src/index.ts', 'src/testing.ts', 'src/node.ts'),
  ...internal('src/direct-fetch.web.ts', 'src/direct-fetch.node.ts', 'src/read-file.web.ts', 'src/read-file.node.ts'),
  // What loads later has the rest of the package already: errors must be of the same classes. Its declarations repeat none.
  ...leaving('@x/credentials-core', './errors.ts', './create-credentials.ts', './check-names.ts').internal('src/to-provider.ts'),
  ...leaving('@x/credentials-core', './cached.ts', './provider.ts').declarations('src/to-provider.ts'),
  ...leaving('@x/credentials-core', './errors.ts', './environment.ts', './not-set.ts').internal('src/variables-provider.ts'),
]
