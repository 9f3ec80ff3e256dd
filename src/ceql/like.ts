/** LIKE as in SQL: `%` is any text and `_` any one character (a code point). There is no escape: CEQL has none, and a backslash is a backslash. */

/** Whether a text matches. Goes back to the latest `%` only: no pattern takes longer than text × pattern. */
export function compileLike(pattern: string): (text: string) => boolean {
  const wanted = Array.from(pattern)
  return (text) => matches(Array.from(text), wanted)
}

function matches(text: readonly string[], pattern: readonly string[]): boolean {
  let [at, place, star, resume] = [0, 0, -1, 0]
  while (at < text.length) {
    if (pattern[place] === '%') {
      star = place++
      resume = at
    } else if (place < pattern.length && (pattern[place] === '_' || pattern[place] === text[at])) {
      place++
      at++
    } else if (star >= 0) {
      place = star + 1
      at = ++resume
    } else return false
  }
  while (pattern[place] === '%') place++
  return place === pattern.length
}
