// Serves the page until it is stopped: `npm start`, then open the address.
import { findCloud } from './cloud.ts'
import { startWebServer } from './server.ts'

const { endpoint, roleArn } = await findCloud(process.env)
const port = Number(process.env.PORT ?? 8080)
const { url } = await startWebServer({ port, roleArn, stsEndpoint: endpoint, ocrEndpoint: endpoint, onError: console.error })
console.log(
  `${url} reads pictures ${endpoint ? 'with an emulator on this machine' : 'in the cloud'}. Log in, then drop one. Ctrl+C ends it.`,
)
