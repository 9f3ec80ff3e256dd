/** How a vendor list that is no resource comes: at once, in pages of its own style, or as the element's lists do. */
import type { ElementDocument } from '../document/element-document.ts'
import type { PagingStyle } from '../document/octet.ts'
import { CompileError } from './compile-error.ts'

/**
 * Chooses the style; undefined: all at once.
 * @throws {CompileError} for a list that is paged as the element's are when the element says nothing of paging.
 */
export function choosePaging(element: ElementDocument, paging: PagingStyle | true | undefined, place: string): PagingStyle | undefined {
  if (paging !== true) return paging
  const style = element.octet?.paging
  if (style !== undefined) return style
  throw new CompileError(element.key, place, 'paging is true, but the element has no paging of its own')
}
