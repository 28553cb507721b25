import { fileURLToPath } from 'node:url'
import { demoPicture } from '../test/pictures/demo-picture.ts'
import { render } from '../test/pictures/render-picture.ts'

// Renders the picture of the demo; run it with Node 24 after a change of test/pictures/demo-picture.ts: node tools/render-demo.ts
const file = fileURLToPath(new URL('../test/__fixtures__/demo.png', import.meta.url))
const picture = await render(demoPicture)
await picture.png({ compressionLevel: 9 }).toFile(file)
