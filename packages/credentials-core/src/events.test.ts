import { expect, it } from 'vitest'
import { type CredentialEvent, emit } from './events.ts'

const EVENT: CredentialEvent = { type: 'chain', links: [] }

it('R64 leaves what a listener throws, or rejects with, to the listener', async () => {
  const heard: CredentialEvent[] = []
  emit((event) => {
    heard.push(event)
    throw new Error('mine')
  }, EVENT)
  emit(async (event) => {
    heard.push(event)
    throw new Error('mine')
  }, EVENT)
  emit(undefined, EVENT)
  expect(heard).toEqual([EVENT, EVENT])
  // vitest fails the run for a rejection that nobody handles.
  await new Promise((resolve) => setTimeout(resolve))
})
