/** How deep JSON is nested, found before it is parsed: whatever walks a value calls itself, and a stack has an end. */

const [quote, backslash, openArray, closeArray, openObject, closeObject] = Buffer.from('"\\[]{}')

/** Whether arrays and objects stand in each other more than `limit` times. Text that is not JSON gets some answer; the parser judges it. */
export function isDeeperThan(json: Buffer, limit: number): boolean {
  // Each level takes two bytes.
  if (json.length <= 2 * limit) return false
  let depth = 0
  for (let at = 0; at < json.length; at++) {
    const byte = json[at]
    if (byte === quote) at = findEnd(json, at)
    else if (byte === openArray || byte === openObject) {
      if (++depth > limit) return true
    } else if (byte === closeArray || byte === closeObject) depth--
  }
  return false
}

/** The same of a text. The many that have few arrays and objects are only searched for those, which is quick. */
export function isTextDeeperThan(json: string, limit: number): boolean {
  let left = limit
  for (const open of ['{', '[']) {
    for (let at = json.indexOf(open); at >= 0; at = json.indexOf(open, at + 1)) {
      if (--left < 0) return isDeeperThan(Buffer.from(json), limit)
    }
  }
  return false
}

/** Where the string that begins at a quote ends. */
function findEnd(json: Buffer, start: number): number {
  let at = start + 1
  while (at < json.length && json[at] !== quote) at += json[at] === backslash ? 2 : 1
  return at
}
