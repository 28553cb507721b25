/** Whole numbers from -1 by digest, in a few bytes an entry: a map of texts would take five times as much, and make the collector work through it. */
export interface DigestTable {
  /** The number, or `undefined`. */
  get(digest: string): number | undefined
  /** `undefined` forgets the number. */
  set(digest: string, value: number | undefined): void
}

/** A digest of 160 bits has five of them, as 40 hex digits. */
const WORDS = 5
const FULL = 0.7
const SHIFT = 2

/** A hash table with open addressing; a digest is random already, so its first word is the place where it is looked for. */
export function createDigestTable(): DigestTable {
  let capacity = 1024
  /** Places that are taken, and those of them that are not forgotten. */
  let used = 0
  let live = 0
  let words = new Uint32Array(capacity * WORDS)
  /** 0 is free: numbers are kept increased by `SHIFT`. A forgotten one is NaN and keeps its place until the table is full. */
  let values = new Float64Array(capacity)
  const wanted = new Uint32Array(WORDS)

  /** The place of the digest in `wanted`: its own, or the free one that would be its own. */
  const find = (): number => {
    for (let place = (wanted[0] ?? 0) % capacity; ; place = (place + 1) % capacity) {
      if (values[place] === 0) return place
      let word = 0
      while (word < WORDS && words[place * WORDS + word] === wanted[word]) word++
      if (word === WORDS) return place
    }
  }
  const renew = (): void => {
    const [oldWords, oldValues] = [words, values]
    if (live > capacity * (FULL / 2)) capacity *= 2
    used = live
    words = new Uint32Array(capacity * WORDS)
    values = new Float64Array(capacity)
    for (let old = 0; old < oldValues.length; old++) {
      const value = oldValues[old] as number
      if (value === 0 || Number.isNaN(value)) continue
      wanted.set(oldWords.subarray(old * WORDS, (old + 1) * WORDS))
      const place = find()
      words.set(wanted, place * WORDS)
      values[place] = value
    }
  }
  const read = (digest: string): void => {
    for (let word = 0; word < WORDS; word++) wanted[word] = Number.parseInt(digest.slice(word * 8, word * 8 + 8), 16)
  }

  return {
    get(digest) {
      read(digest)
      const value = values[find()] as number
      return value === 0 || Number.isNaN(value) ? undefined : value - SHIFT
    },
    set(digest, value) {
      read(digest)
      let place = find()
      const before = values[place] as number
      const isLive = before !== 0 && !Number.isNaN(before)
      if (value === undefined) {
        if (!isLive) return
        live--
        values[place] = Number.NaN
        return
      }
      if (before === 0 && ++used > capacity * FULL) {
        const own = wanted.slice()
        renew()
        used++
        wanted.set(own)
        place = find()
      }
      if (!isLive) live++
      words.set(wanted, place * WORDS)
      values[place] = value + SHIFT
    },
  }
}
