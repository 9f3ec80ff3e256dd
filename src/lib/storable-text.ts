/** What PostgreSQL keeps as text and as JSON: no NUL (its documentation, "Character Types"), no half of a surrogate pair (RFC 8259 §8.2). */

/** True when a text can be stored as it is. */
export function isStorableText(text: string): boolean {
  return !text.includes('\0') && text.isWellFormed()
}

/** The text with U+FFFD in place of what cannot be stored: for words of others that must not be refused. */
export function toStorableText(text: string): string {
  return text.replaceAll('\0', '\ufffd').toWellFormed()
}
