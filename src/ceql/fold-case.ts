/** What texts have in common that differ in nothing but case: in any language, and with as many characters as before, so that patterns fit. */

/** The folded text. Two that are the same but for case fold to the same one. */
export function foldCase(text: string): string {
  // The only letter whose small form is two characters; the sigma at the end of a word is another form of the same letter.
  const lower = text.includes('İ') ? text.split('İ').map(toLower).join('İ') : toLower(text)
  return lower.includes('ς') ? lower.replaceAll('ς', 'σ') : lower
}

function toLower(text: string): string {
  return text.toLowerCase()
}
