/** A JPEG picture that fills a page of the given size in points (1/72 inch). */
export interface PdfPage {
  readonly jpeg: Uint8Array
  readonly pixels: readonly [width: number, height: number]
  readonly points: readonly [width: number, height: number]
  /** A line of text of the page itself, at a place in points from the lower left corner. */
  readonly text?: readonly [text: string, x: number, y: number]
}

/** Writes a PDF file of pages that are pictures. */
export function pdfFile(pages: readonly PdfPage[]): Uint8Array {
  const parts: Buffer[] = [Buffer.from('%PDF-1.4\n')]
  const offsets: number[] = []
  const length = (): number => parts.reduce((sum, part) => sum + part.length, 0)
  const object = (number: number, head: string, content?: Uint8Array): void => {
    offsets[number] = length()
    const dictionary = content ? `<<${head}/Length ${content.length}>>\nstream\n` : `<<${head}>>`
    parts.push(Buffer.from(`${number} 0 obj\n${dictionary}`), ...(content ? [Buffer.from(content), Buffer.from('\nendstream')] : []))
    parts.push(Buffer.from('\nendobj\n'))
  }
  const first = (page: number): number => 4 + page * 3

  object(1, '/Type/Catalog/Pages 2 0 R')
  object(2, `/Type/Pages/Count ${pages.length}/Kids[${pages.map((_, at) => `${first(at)} 0 R`).join(' ')}]`)
  object(3, '/Type/Font/Subtype/Type1/BaseFont/Helvetica')
  for (const [at, { jpeg, pixels, points, text }] of pages.entries()) {
    const own = first(at)
    const [width, height] = points
    const words = text ? `BT /F 24 Tf ${text[1]} ${text[2]} Td (${text[0]}) Tj ET` : ''
    const resources = `/Resources<</XObject<</I ${own + 2} 0 R>>/Font<</F 3 0 R>>>>`
    object(own, `/Type/Page/Parent 2 0 R/MediaBox[0 0 ${width} ${height}]/Contents ${own + 1} 0 R${resources}`)
    object(own + 1, '', Buffer.from(`q ${width} 0 0 ${height} 0 0 cm /I Do Q ${words}`))
    const image = `/Type/XObject/Subtype/Image/Width ${pixels[0]}/Height ${pixels[1]}/ColorSpace/DeviceRGB/BitsPerComponent 8/Filter/DCTDecode`
    object(own + 2, image, jpeg)
  }
  const start = length()
  const rows = offsets.slice(1).map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`)
  parts.push(Buffer.from(`xref\n0 ${offsets.length}\n0000000000 65535 f \n${rows.join('')}`))
  parts.push(Buffer.from(`trailer<</Size ${offsets.length}/Root 1 0 R>>\nstartxref\n${start}\n%%EOF\n`))
  return Buffer.concat(parts)
}
