// How the search index sees text: words of letters and digits, case ignored.

/** The words of a text, lower case. */
export function splitWords(text: string): string[] {
  return text
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)
}

/** Whether the words of `part` follow each other in `text`. */
export function containsWords(text: string, part: string): boolean {
  const words = splitWords(part)
  const folded = text.toLowerCase()
  if (words.length === 0 || !words.every((word) => folded.includes(word))) return false
  return ` ${splitWords(folded).join(' ')} `.includes(` ${words.join(' ')} `)
}
