/** Names and tags as plain text (contract 3.4): markup goes, the text inside it stays. One pass each way, no backtracking. */

/** What makes `<` the begin of markup (HTML standard, tag open state). */
const opensMarkup = /^[a-z/!?]$/i

/**
 * Removes markup and control characters and trims. Entities stay as they are written: they are text, and decoding them would make markup of it.
 * What is left holds no `<` that a browser would take for a tag.
 */
export function sanitiseText(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is removed; PostgreSQL cannot store the first of them.
  const plain = text.replace(/[\u0000-\u001f\u007f]+/g, ' ')
  return dropOpenings(dropTags(plain)).trim()
}

function dropTags(text: string): string {
  let kept = ''
  for (let at = 0; at < text.length; ) {
    const open = text.indexOf('<', at)
    if (open < 0) return kept + text.slice(at)
    kept += text.slice(at, open)
    if (opensMarkup.test(text[open + 1] ?? '')) at = endOfTag(text, open)
    else {
      kept += '<'
      at = open + 1
    }
  }
  return kept
}

/** Behind the `>` that ends a tag; quoted attribute values may hold others. A tag that never ends takes the rest of the text. */
function endOfTag(text: string, open: number): number {
  let quote = ''
  for (let at = open + 1; at < text.length; at++) {
    const char = text[at]!
    if (quote !== '') quote = char === quote ? '' : quote
    else if (char === '>') return at + 1
    else if ((char === '"' || char === "'") && text[at - 1] === '=') quote = char
  }
  return text.length
}

/** `<<b>script>` without `<b>` is a tag again: from the end, no `<` stays before what would make it one. */
function dropOpenings(text: string): string {
  if (!text.includes('<')) return text
  const kept: string[] = []
  let next = ''
  for (let at = text.length - 1; at >= 0; at--) {
    const char = text[at]!
    if (char === '<' && opensMarkup.test(next)) continue
    kept.push(char)
    next = char
  }
  return kept.reverse().join('')
}
