/** Finds the stretches of a LIKE pattern between its `%` in texts, in time that grows with the text alone; `_` is any one code point. */

/** Where the first stretch from an index on ends; -1: there is none. */
export type FindEnd = (text: string, from: number) => number

/** Looks for a piece anywhere. */
export function compileFindEnd(piece: string): FindEnd {
  if (needsBits(piece)) return findByBits(piece)
  return (text, from) => {
    const at = text.indexOf(piece, from)
    return at < 0 ? -1 : at + piece.length
  }
}

/** How many times longer finding a piece takes than reading the text. */
export function weighPiece(piece: string): number {
  return needsBits(piece) ? 4 + 2 * Math.ceil(piece.length / wordBits) : 1
}

/** The engine's own search is quick, but for long pieces that nearly fit everywhere not bounded by the text. */
function needsBits(piece: string): boolean {
  return piece.length > longestQuick || piece.includes('_')
}

const longestQuick = 32
const wordBits = 32

/** Where a piece ends that begins at an index; -1: it is not there. */
export function matchPiece(piece: string, text: string, from: number): number {
  let at = from
  for (const wanted of piece) {
    if (at >= text.length) return -1
    if (wanted === '_') at += lengthAt(text, at)
    else if (text.startsWith(wanted, at)) at += wanted.length
    else return -1
  }
  return at
}

/** Where the last so many code points of a text begin; -1: it has not so many. */
export function findTail(text: string, count: number): number {
  let at = text.length
  for (let left = count; left > 0; left--) {
    if (at === 0) return -1
    at -= at > 1 && lengthAt(text, at - 2) === 2 ? 2 : 1
  }
  return at
}

function lengthAt(text: string, at: number): number {
  return text.codePointAt(at)! > 0xffff ? 2 : 1
}

/** Shift-and (Baeza-Yates, Gonnet): a bit for each place of the piece, set while all before it fits; the text is read once. */
function findByBits(piece: string): FindEnd {
  const places = Array.from(piece)
  const words = Math.ceil(places.length / wordBits)
  const any = new Int32Array(words)
  for (const [at, place] of places.entries()) if (place === '_') setBit(any, at)
  const fitting = new Map<number, Int32Array>()
  for (const [at, place] of places.entries()) {
    if (place === '_') continue
    const code = place.codePointAt(0)!
    const bits = fitting.get(code) ?? any.slice()
    setBit(bits, at)
    fitting.set(code, bits)
  }
  const end = 1 << ((places.length - 1) % wordBits)
  return (text, from) => {
    const state = new Int32Array(words)
    for (let at = from; at < text.length; ) {
      const code = text.codePointAt(at)!
      at += code > 0xffff ? 2 : 1
      const bits = fitting.get(code) ?? any
      let carry = 1
      for (let word = 0; word < words; word++) {
        const before = state[word]!
        state[word] = ((before << 1) | carry) & bits[word]!
        carry = before >>> (wordBits - 1)
      }
      if ((state[words - 1]! & end) !== 0) return at
    }
    return -1
  }
}

function setBit(bits: Int32Array, at: number): void {
  const word = Math.floor(at / wordBits)
  bits[word] = bits[word]! | (1 << (at % wordBits))
}
