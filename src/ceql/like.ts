/** LIKE as in SQL: `%` is any text and `_` any one character (a code point). There is no escape: CEQL has none, and a backslash is a backslash. */
import { compileFindEnd, findTail, matchPiece, weighPiece } from './find-piece.ts'

/** Whether a text matches; with `fold` as folded texts do. Takes a time that grows with the text alone, by `weighLike`. */
export function compileLike(pattern: string, fold?: (text: string) => string): (text: string) => boolean {
  const matches = compileMatch(fold === undefined ? pattern : fold(pattern))
  return fold === undefined ? matches : (text) => matches(fold(text))
}

/** How many times longer matching takes than reading the text. */
export function weighLike(pattern: string): number {
  return Math.max(1, ...pattern.split('%').map(weighPiece))
}

/** The first piece begins the text and the last one ends it; of those between, each is best where it first stands after the one before. */
function compileMatch(pattern: string): (text: string) => boolean {
  const [first = '', ...pieces] = pattern.split('%')
  const last = pieces.pop()
  if (last === undefined) return (text) => matchPiece(first, text, 0) === text.length
  const finds = pieces.filter((piece) => piece !== '').map(compileFindEnd)
  const lastLength = Array.from(last).length
  return (text) => {
    let at = matchPiece(first, text, 0)
    if (at < 0) return false
    const tail = findTail(text, lastLength)
    if (tail < at || matchPiece(last, text, tail) < 0) return false
    for (const findEnd of finds) {
      at = findEnd(text, at)
      if (at < 0 || at > tail) return false
    }
    return true
  }
}
