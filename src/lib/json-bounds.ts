/** How much a JSON text holds, found out without reading it: a short text can become millions of objects, or nest deeper than code that walks it can follow. */

export interface JsonBounds {
  /** Values, at most: the whole and all members and items. */
  readonly values: number
  /** Lists and objects within one another, at most. */
  readonly depth: number
}

/** The bound that a JSON text goes beyond. Of a text that is no JSON the answer means nothing. */
export function findExcess(text: string, bounds: JsonBounds): keyof JsonBounds | undefined {
  const count = scan(text, bounds)
  return typeof count === 'number' ? undefined : count
}

/** How many values a JSON text holds. Of a text that is no JSON the answer means nothing. */
export function countValues(text: string): number {
  return Number(scan(text, { values: Number.POSITIVE_INFINITY, depth: Number.POSITIVE_INFINITY }))
}

function scan(text: string, bounds: JsonBounds): number | keyof JsonBounds {
  let values = 1
  let depth = 0
  for (let at = 0; at < text.length; at++) {
    switch (text.charCodeAt(at)) {
      case 0x22: // "
        at = findStringEnd(text, at)
        break
      case 0x2c: // ,
        if (++values > bounds.values) return 'values'
        break
      case 0x5b: // [
      case 0x7b: // {
        if (++depth > bounds.depth) return 'depth'
        if (!isClosing(text.charCodeAt(at + 1)) && ++values > bounds.values) return 'values'
        break
      case 0x5d: // ]
      case 0x7d: // }
        depth--
    }
  }
  return values
}

function isClosing(code: number): boolean {
  return code === 0x5d || code === 0x7d
}

/** Where the string that begins at `start` ends: at the first quote behind an even number of backslashes. */
function findStringEnd(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end >= 0; end = text.indexOf('"', end + 1)) {
    let before = end - 1
    while (text.charCodeAt(before) === 0x5c) before--
    if ((end - before) % 2 === 1) return end
  }
  return text.length
}
