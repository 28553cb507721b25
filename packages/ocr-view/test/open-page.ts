import { page } from 'vitest/browser'

/** Opens a page in a frame of its own, as a user's browser would, and waits until it stands. */
export async function openPage(html: string, width = 1200, height = 700): Promise<{ frame: HTMLIFrameElement; inner: Document }> {
  await page.viewport(width, height)
  document.body.style.margin = '0'
  const frame = document.createElement('iframe')
  frame.style.cssText = `border:0;display:block;width:${width}px;height:${height}px`
  frame.allow = 'clipboard-write'
  const loaded = new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }))
  frame.srcdoc = html
  document.body.replaceChildren(frame)
  await loaded
  return { frame, inner: frame.contentDocument as Document }
}

/** The bytes of a picture of this folder. */
export async function picture(name: string): Promise<Uint8Array> {
  const response = await fetch(new URL(`./__fixtures__/${name}`, import.meta.url))
  return new Uint8Array(await response.arrayBuffer())
}
