import qrcode from 'qrcode-generator'

/** A QR code as SVG elements, `size` pixels wide with its quiet zone of four modules, at x and y. */
export function qrCode(text: string, x: number, y: number, size: number): string {
  qrcode.stringToBytes = (content) => [...new TextEncoder().encode(content)] // its own default is not UTF-8
  const code = qrcode(0, 'M')
  code.addData(text, 'Byte')
  code.make()
  const count = code.getModuleCount()
  const module = size / (count + 8)
  let path = ''
  for (let row = 0; row < count; row++) {
    for (let column = 0; column < count; column++) {
      if (code.isDark(row, column)) path += `M${column} ${row}h1v1h-1z`
    }
  }
  return `<g shape-rendering="crispEdges"><rect x="${x}" y="${y}" width="${size}" height="${size}" fill="#ffffff"/>
    <path transform="translate(${x + 4 * module} ${y + 4 * module}) scale(${module})" d="${path}" fill="#000000"/></g>`
}
