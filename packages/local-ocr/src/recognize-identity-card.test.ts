import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import type { Eyes } from './eyes.ts'
import { cornersOf } from './fields/rectangle.ts'
import type { Turn } from './reading.ts'
import { recognizeIdentityCard, rotatedBox } from './recognize-identity-card.ts'

type XY = readonly [x: number, y: number]

interface Photo {
  readonly card?: readonly XY[]
  readonly ground?: string
  /** SVG in the card's own measure, 856 by 540. */
  readonly onCard?: string
  readonly turn?: Turn
  readonly tilt?: number
  readonly blur?: number
  readonly quality?: number
}

const [width, height] = [1000, 760]
const ID = '330106199507030024'
/** A person before a light wall: hair, face and shoulders, without a frame. */
const person = `<g transform="translate(560 90)"><ellipse cx="110" cy="95" rx="80" ry="95" fill="#2c2420"/><ellipse cx="110" cy="115" rx="60" ry="75" fill="#d9a98a"/>
  <path d="M0 270 V235 Q0 190 110 185 Q220 190 220 235 V270 Z" fill="#39424e"/></g>`
const lines = [100, 160, 220, 290].map((y) => `<rect x="60" y="${y}" width="300" height="26" fill="#222"/>`).join('')
const number = '<rect x="60" y="455" width="700" height="30" fill="#222"/>'
const noise =
  '<filter id="n"><feTurbulence baseFrequency="0.05" numOctaves="3"/></filter><rect width="100%" height="100%" filter="url(#n)"/>'

/** The photo of a card, and its corners and portrait, drawn by a plain shift and turn. */
async function photo({
  ground = '#7d6a55',
  onCard = lines + number + person,
  turn = 0,
  tilt = 0,
  blur,
  quality = 90,
}: Photo): Promise<Uint8Array> {
  const under = ground === 'noise' ? noise : `<rect width="100%" height="100%" fill="${ground}"/>`
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${under}
    <g transform="rotate(${tilt} 500 380) translate(72 110)"><rect width="856" height="540" rx="30" fill="#e4edf0"/>${onCard}</g></svg>`
  const drawn = sharp(Buffer.from(svg)).removeAlpha()
  const seen = await (blur ? drawn.blur(blur) : drawn).png().toBuffer()
  return sharp(seen).rotate(turn).jpeg({ quality }).toBuffer()
}

interface Face {
  readonly CardAreas?: readonly { readonly X: number; readonly Y: number }[]
  readonly FaceRectVertices?: readonly { readonly X: number; readonly Y: number }[]
  readonly FaceRectangle?: { readonly Angle: number; readonly Size: { readonly Width: number; readonly Height: number } }
}

async function places(file: Uint8Array, turn: Turn = 0): Promise<Face> {
  const lies = turn === 90 || turn === 270
  const corners = cornersOf({ left: 130, top: 560, right: 830, bottom: 590 })
  const readText: Eyes['readText'] = async (picture) => ({
    lines: [{ text: `公民身份号码 ${ID}`, probability: 1, corners }],
    width: lies ? picture.height : picture.width,
    height: lies ? picture.width : picture.height,
    turn,
  })
  const data = await recognizeIdentityCard({ parameters: { ImageURL: 'a', Side: 'face' }, fetchFile: async () => file }, {
    readText,
  } as Eyes)
  expect(data.FrontResult).toMatchObject({ IDNumber: ID })
  return data.FrontResult as Face
}

/** A point of the card in the photo. */
function inPhoto([x, y]: XY, tilt: number, turn: Turn): XY {
  const angle = (tilt * Math.PI) / 180
  const [dx, dy] = [x + 72 - 500, y + 110 - 380]
  const [px, py] = [500 + dx * Math.cos(angle) - dy * Math.sin(angle), 380 + dx * Math.sin(angle) + dy * Math.cos(angle)]
  if (turn === 90) return [height - py, px]
  if (turn === 180) return [width - px, height - py]
  return turn === 270 ? [py, width - px] : [px, py]
}

/** The largest distance between corners found and drawn. */
function error(found: Face['CardAreas'], drawn: readonly XY[], { tilt = 0, turn = 0 }: Photo): number {
  expect(found).toHaveLength(4)
  return Math.max(
    ...drawn.map((corner, at) => {
      const [x, y] = inPhoto(corner, tilt, turn)
      return Math.hypot((found?.[at]?.X ?? 0) - x, (found?.[at]?.Y ?? 0) - y)
    }),
  )
}

const CARD: readonly XY[] = [
  [0, 0],
  [856, 0],
  [856, 540],
  [0, 540],
]
const PERSON: readonly XY[] = [
  [560, 90],
  [780, 90],
  [780, 360],
  [560, 360],
]

describe('the face of an identity card', () => {
  it.each<Photo>([
    {},
    { turn: 90 },
    { turn: 180 },
    { turn: 270, tilt: 2 },
    { tilt: 4 },
    { tilt: -6, blur: 1.5 },
    { ground: '#1d2733', quality: 40 },
    { ground: '#f9fbfc', tilt: 1 },
  ])('is located with its portrait to some pixels: %o', async (drawn) => {
    const found = await places(await photo(drawn), drawn.turn)
    const visible = drawn.ground !== '#f9fbfc'
    if (!visible) {
      expect(found.CardAreas).toBeUndefined()
      return
    }
    expect(error(found.CardAreas, CARD, drawn)).toBeLessThan(4)
    expect(error(found.FaceRectVertices, PERSON, drawn)).toBeLessThan(12)
    const { Angle = 1, Size } = found.FaceRectangle ?? {}
    expect(Angle).toBeGreaterThanOrEqual(-90)
    expect(Angle).toBeLessThan(0)
    const sides = [Size?.Width ?? 0, Size?.Height ?? 0]
    expect(Math.abs(Math.min(...sides) - 220)).toBeLessThan(12)
    expect(Math.abs(Math.max(...sides) - 270)).toBeLessThan(12)
  })

  it.each<[string, Photo]>([
    ['a ground of many colours', { ground: 'noise' }],
    ['a ground of the colour of the card', { ground: '#e4edf0' }],
    [
      'a card that is no card by its shape',
      {
        onCard:
          '<rect x="-60" y="-100" width="500" height="730" fill="#fff"/><rect x="300" y="-100" width="700" height="800" fill="#7d6a55"/>',
      },
    ],
  ])('is not located on %s: nothing is invented', async (_, drawn) => {
    const found = await places(await photo(drawn))
    expect(Object.keys(found).filter((key) => /Card|Face/.test(key))).toEqual([])
  })

  it('has no portrait where there is only text', async () => {
    const text = [120, 190, 260].map((y) => `<rect x="520" y="${y}" width="280" height="24" fill="#222"/>`).join('')
    const found = await places(await photo({ onCard: lines + number + text }))
    expect(found.CardAreas).toHaveLength(4)
    expect(found).not.toHaveProperty('FaceRectVertices')
    expect(found).not.toHaveProperty('FaceRectangle')
  })
})

it('a box has an angle from -90 up to 0, and its width lies along it, as in the answer of the service', () => {
  const corners = [
    { x: 560.5, y: 110 },
    { x: 742, y: 111 },
    { x: 741, y: 340.5 },
    { x: 559.5, y: 339.5 },
  ] as const
  expect(rotatedBox(corners)).toEqual({ Angle: -89.7, Center: { X: 650.8, Y: 225.3 }, Size: { Width: 229.5, Height: 181.5 } })
  expect(rotatedBox(cornersOf({ left: 0, top: 0, right: 10, bottom: 20 }))).toMatchObject({ Angle: -90, Size: { Width: 20, Height: 10 } })
})
