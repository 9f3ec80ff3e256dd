/** Regular expressions that strangers write and the server runs: only such as take time in proportion to the text, whatever the text is. */

/** Optional parts multiply the ways to match; so many are harmless. */
const mostOptional = 5

/**
 * True for a pattern that begins with `^`, repeats no group, looks neither around nor back, has no alternatives outside a group, and at most one part of
 * any length. `[^x]*` up to an `x` is no such part: it can end in one place only.
 */
export function isLinearPattern(pattern: string): boolean {
  if (!pattern.startsWith('^') || /\\[1-9kc]/.test(pattern)) return false
  const plain = pattern
    .replace(/\[\^\\?([^\]\\])\][*+]\\?\1/g, 'a')
    .replace(/\\(?:u\{[^}]*\}|p\{[^}]*\}|.)/giu, 'a')
    .replace(/\[[^\]]*\]/g, 'a')
    .replaceAll('(?:', '(')
  if (/\(\?|\)[*+{?]/.test(plain) || hasOpenAlternative(plain)) return false
  const endless = plain.match(/[*+{]/g)?.length ?? 0
  const optional = plain.match(/\?/g)?.length ?? 0
  return endless <= 1 && optional <= mostOptional
}

function hasOpenAlternative(plain: string): boolean {
  let depth = 0
  for (const character of plain) {
    if (character === '(') depth++
    else if (character === ')') depth--
    else if (character === '|' && depth === 0) return true
  }
  return false
}
