/** Text inside XML: what it may hold, and how it is written so that it stays text. */
import { createError } from '../../lib/errors.ts'

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' }

/** Escapes for element text and for attribute values in either quotes. Throws invalid-body (400) for characters that XML cannot hold. */
export function escapeXml(text: string): string {
  return checkXmlText(text).replace(/[&<>"']/g, (character) => entities[character]!)
}

/** For the inside of a CDATA section, which its own end must not close. Throws invalid-body (400) as `escapeXml` does. */
export function escapeCdata(text: string): string {
  return checkXmlText(text).replaceAll(']]>', ']]]]><![CDATA[>')
}

/** XML 1.0 §2.2: most control characters cannot stand in a document, not even by number. */
export function checkXmlText(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
  if (!/[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/.test(text)) return text
  throw createError('invalid-body', { params: { reason: 'it holds a control character, which XML cannot carry' } })
}
