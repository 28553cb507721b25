import { qrCode } from './qr-code.ts'
import type { Drawing, DrawnLine } from './render-picture.ts'

const INK = '#2b2a27'
const GREY = '#6f6a60'
const GREEN = '#1f6f54'

/** What the demo reads: the bill of a tea house, with a QR code. Lines stand in reading order. */
export const demoPicture: Drawing & { readonly qrText: string } = {
  width: 900,
  height: 600,
  background: '#e8e2d4',
  qrText: 'https://www.example.com/receipt/A-2047',
  below: [
    '<rect x="40" y="32" width="820" height="540" rx="10" fill="#d5cdbb"/>',
    '<rect x="36" y="26" width="820" height="540" rx="10" fill="#fffdf7"/>',
    `<path d="M46 26h800a10 10 0 0 1 10 10v104H36V36a10 10 0 0 1 10-10z" fill="${GREEN}"/>`,
    '<path d="M76 242H612M76 414H612" stroke="#cfc7b6" stroke-width="2"/>',
    '<path d="M640 170V500" stroke="#cfc7b6" stroke-width="2" stroke-dasharray="3 6"/>',
    qrCode('https://www.example.com/receipt/A-2047', 662, 168, 172),
  ].join(''),
  lines: [
    { text: '西湖茶馆', x: 76, y: 84, size: 40, weight: 700, colour: '#ffffff' },
    { text: '收据 RECEIPT', x: 640, y: 84, size: 30, weight: 600, colour: '#ffffff' },
    { text: 'West Lake Tea House', x: 76, y: 122, size: 22, colour: '#d9efe6' },
    { text: '2026-03-18', x: 640, y: 122, size: 22, colour: '#d9efe6' },
    ...row(180, 22, GREY, ['杭州市西湖区北山街 26 号']),
    ...row(226, 22, GREY, ['品名 Item', '数量 Qty', '金额 Amount']),
    ...row(284, 26, INK, ['龙井茶 Longjing tea', '2', '96.00']),
    ...row(334, 26, INK, ['桂花糕 Osmanthus cake', '1', '28.00']),
    ...row(384, 26, INK, ['定胜糕 Dingsheng cake', '3', '36.00']),
    { text: '扫码开发票', x: 688, y: 378, size: 24, weight: 600, colour: INK },
    { text: 'Scan for invoice', x: 678, y: 412, size: 20, colour: GREY },
    ...row(462, 30, INK, ['合计 Total', '6', '160.00'], 700),
    { text: '谢谢惠顾，欢迎再来！', x: 76, y: 534, size: 24, weight: 500, colour: GREEN },
    { text: 'Thank you, see you soon.', x: 340, y: 534, size: 24, colour: GREEN },
  ],
}

function row(y: number, size: number, colour: string, texts: readonly string[], weight = 400): DrawnLine[] {
  const columns = [76, 378, 494]
  return texts.map((text, at) => ({ text, x: columns[at] ?? 0, y, size, weight, colour }))
}
