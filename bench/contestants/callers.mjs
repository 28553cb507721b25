import { limits } from './limits.mjs'
import { callers as official } from './official-callers.mjs'
import { callers as ours } from './our-callers.mjs'

/** Each makes a function that sends one small signed request to the RPC server at `origin` and gives the parsed answer. */
export const callers = { limit: limits, official, ours }
