import { writeFile } from 'node:fs/promises'
import { decodePicture } from '../src/decode-picture.ts'
import { LIMITS } from '../src/picture-limits.ts'
import { loadTextReader } from '../src/text-reader.ts'
import { documentFile, documentPictures } from '../test/pictures/document-pictures.ts'

// Records what the engine reads in the pictures of test/pictures, for the tests of src/documents; run it with Node 24 after a change of a picture:
// node tools/record-readings.ts
const file = new URL('../src/documents/__fixtures__/readings.json', import.meta.url)
const reader = await loadTextReader()
const recorded: string[] = []
for (const picture of documentPictures) {
  const { lines, width, height, turn } = await reader.read(await decodePicture(await documentFile(picture), LIMITS.anySize))
  const flat = lines.map(({ text, probability, corners }) => [
    text,
    Number(probability.toFixed(3)),
    ...corners.flatMap(({ x, y }) => [Math.round(x), Math.round(y)]),
  ])
  recorded.push(JSON.stringify({ name: picture.name, width, height, turn, lines: flat }))
}
await writeFile(file, `[\n${recorded.join(',\n')}\n]\n`)
await reader.close()
