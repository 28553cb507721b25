import { join } from 'node:path'

const root = join(import.meta.dirname, process.env.TOOLS_FOLDER ?? '.')

/** Next itself is installed further up than the project. */
export default { turbopack: { root }, outputFileTracingRoot: root }
