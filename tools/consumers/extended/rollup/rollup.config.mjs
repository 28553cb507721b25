import { nodeResolve } from '@rollup/plugin-node-resolve'

export default {
  input: 'page.mjs',
  output: { dir: 'out', format: 'es' },
  plugins: [nodeResolve({ browser: true })],
  onwarn: ({ message }) => {
    throw new Error(message)
  },
}
