// Runs in the browser: a picture goes from here straight to the service, signed with temporary keys that the back end hands out.
import { fromBackend } from '@x/browser'
import { renderOverlay } from '@x/ocr-view'
import { createOcrClient, recognizeCharacter, uploadFile } from '@x/ocr20191230'
import { explain } from './explain.ts'

const element = <Kind extends HTMLElement>(id: string): Kind => document.getElementById(id) as Kind
const drop = element('drop')
const input = element<HTMLInputElement>('file')
const progress = element<HTMLProgressElement>('progress')
const result = element<HTMLIFrameElement>('result')

const { endpoint } = document.body.dataset
const client = createOcrClient({
  credential: fromBackend({ url: '/credentials' }),
  // Absent, these are the addresses of the service. An emulator reads on the machine it runs on, which can take longer.
  ...(endpoint && { endpoint, openPlatformEndpoint: endpoint, readTimeout: 240_000 }),
})

function show(step: number, text: string): void {
  element('status').textContent = text
  progress.value = step
  progress.hidden = step === 0
}

function complain(text: string): void {
  element('error').textContent = text
  element('error').hidden = text === ''
}

async function read(picture: File): Promise<void> {
  complain('')
  result.hidden = true
  try {
    show(1, `Uploading ${picture.name} …`)
    const imageURL = await uploadFile(client, picture, { operation: recognizeCharacter.operation })
    show(2, 'Reading the text …')
    const response = await recognizeCharacter(client, { imageURL, minHeight: 10, outputProbability: true }, { deadline: 280_000 })
    result.srcdoc = renderOverlay({ image: { bytes: new Uint8Array(await picture.arrayBuffer()) }, response, title: picture.name })
    result.hidden = false
    show(3, `Done: ${response.data?.results?.length ?? 0} lines of text.`)
  } catch (error) {
    show(0, 'Not read.')
    complain(explain(error, picture))
  }
}

input.addEventListener('change', () => {
  const [picture] = input.files ?? []
  if (picture) void read(picture)
  input.value = ''
})
drop.addEventListener('dragover', (event) => {
  event.preventDefault()
  drop.classList.add('over')
})
drop.addEventListener('dragleave', () => drop.classList.remove('over'))
drop.addEventListener('drop', (event) => {
  event.preventDefault()
  drop.classList.remove('over')
  const [picture] = event.dataTransfer?.files ?? []
  if (picture) void read(picture)
})
element('login').addEventListener('click', async () => {
  await fetch('/login', { method: 'POST' })
  complain('')
  show(0, 'Logged in.')
})
