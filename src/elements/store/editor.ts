/** Reading and changing elements as an account sees them: its own as a whole, the system's through an extension of its own (contract 2.3, 2.4). */
import type { Caller } from '../../lib/caller.ts'
import type { Viewer } from '../catalog/finder.ts'
import type { ElementDocument } from '../document/element-document.ts'

/** A document that may be changed. */
export type Draft<T> = { -readonly [K in keyof T]: Draft<T[K]> }
export type DraftDocument = Draft<ElementDocument>

/** What an account added to a system element. */
export type ExtensionDocument = Pick<ElementDocument, 'resources' | 'objects' | 'models'>

export interface StoredElement {
  /** Every nested thing has its id. */
  readonly document: ElementDocument
  readonly isSystem: boolean
  readonly isOwn: boolean
  readonly extension?: ExtensionDocument
}

export interface ElementEditor {
  /** The element as the viewer sees it. Throws no-element, no-element-id (404). */
  read(viewer: Viewer | undefined, keyOrId: string): Promise<StoredElement>
  /**
   * Changes the caller's own element, or his extension of a system one, in one transaction under a row lock: parallel edits all succeed.
   * `change` mutates the draft and gives what will be shown: new nested things have their id before `edit` resolves.
   * Throws no-element, no-element-id (404), invalid-body (400) when the result is no element, element-not-editable (403).
   */
  edit<T>(caller: Caller, keyOrId: string, change: (draft: DraftDocument, whole: StoredElement) => T): Promise<T>
}
