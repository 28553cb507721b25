'use client'
import { fromBackend } from '@x/browser'
import { createOcrClient, recognizeCharacter } from '@x/ocr20191230'
import { useState } from 'react'

/** A client component: keys come from the handler, the picture goes to the service straight from the page. */
export function Reader() {
  const [text, setText] = useState('')
  const read = async ({ target }) => {
    const client = createOcrClient({ credential: fromBackend({ url: '/api/credentials' }) })
    const { data } = await recognizeCharacter(client, { imageURL: target.files[0], minHeight: 10, outputProbability: true })
    setText(data.results.map((line) => line.text).join('\n'))
  }
  return (
    <main>
      <input type="file" onChange={read} />
      <pre>{text}</pre>
    </main>
  )
}
