/** Texts by code point, as PostgreSQL orders them under the collation "C": the same everywhere, whatever the locale. Below, above or equal to zero. */
export function orderTexts(left: string, right: string): number {
  const length = Math.min(left.length, right.length)
  for (let at = 0; at < length; at++) {
    const [a, b] = [left.charCodeAt(at), right.charCodeAt(at)]
    if (a !== b) return rank(a) - rank(b)
  }
  return left.length - right.length
}

/** UTF-16 puts what lies beyond U+FFFF (two surrogates) before U+E000; code points do not. */
function rank(unit: number): number {
  if (unit < 0xd800) return unit
  return unit < 0xe000 ? unit + 0x2000 : unit - 0x800
}
