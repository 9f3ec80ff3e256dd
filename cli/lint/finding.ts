/** What a lint rule says: about which place of the document, how grave, and what to do. */
import type { ElementDocument } from '../../src/elements/document/element-document.ts'

export interface Finding {
  /** Names of members and numbers of items, from the whole document down. */
  readonly path: readonly (string | number)[]
  /** An error cannot work as written; a warning may be meant. */
  readonly severity: 'error' | 'warning'
  readonly message: string
  /** Within a script at that place; both from 1. */
  readonly within?: { readonly line: number; readonly column: number }
}

export type Rule = (document: ElementDocument) => Finding[]
