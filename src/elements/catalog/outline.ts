/** An element without its lists: what lists, searches and `where` look at, small enough to keep for every element. */
import type { ElementDocument } from '../document/element-document.ts'

export type ElementOutline = Partial<ElementDocument> & Readonly<Record<string, unknown>>

/** The plain members of a document. Left out: lists, what Octet adds, and the original's catalog metadata. */
export function outlineDocument(document: ElementDocument): ElementOutline {
  const isPlain = ([name, value]: [string, unknown]) =>
    value !== null && value !== undefined && !Array.isArray(value) && name !== 'octet' && name !== 'elementMetadata'
  return Object.fromEntries(Object.entries(document).filter(isPlain))
}
