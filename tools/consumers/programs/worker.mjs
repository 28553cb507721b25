import './page.mjs'

export default {
  fetch: async (_request, env) => new Response(await globalThis.signedCall(env)),
}
