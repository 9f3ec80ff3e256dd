/** A vendor's style of paging and a place to begin → what to ask, and what answers add. */
import type { PagingStyle } from '../../elements/document/octet.ts'
import { addCursor, askCursor } from './cursor.ts'
import { addAll } from './none.ts'
import { addOffset, askOffset } from './offset.ts'
import { addPage, askPage } from './page.ts'
import { addPageThenToken, askPageThenToken, enterPageThenToken } from './page-then-token.ts'
import { beginPage, type PageStart, type Paging } from './paging.ts'
import { addStatement, askStatement } from './statement.ts'

/** What to ask a vendor of this style, and what its answers add, from a start on. `isOrdered`: the vendor sorts as the client wants. */
export function compileStyle(style: PagingStyle, start: PageStart, isOrdered = false): Pick<Paging, 'begin' | 'ask' | 'add'> {
  const begin = beginPage(start)
  switch (style.style) {
    case 'cursor':
      return {
        begin,
        ask: (progress) => askCursor(style, start, progress),
        add: (progress, page) => addCursor(style, start, { progress, page }),
      }
    case 'offset':
      return { begin, ask: (progress) => askOffset(style, start, progress), add: (progress, page) => addOffset(start, progress, page) }
    case 'page':
      return { begin, ask: () => askPage(style, start), add: (_progress, page) => addPage(start, page) }
    case 'page-then-token': {
      const { route, skip } = enterPageThenToken(style, start)
      return {
        begin: { ...begin, skip },
        ask: (progress) => askPageThenToken(style, route, progress),
        add: (progress, page) => addPageThenToken(style, { start, route }, { progress, page }),
      }
    }
    case 'statement': {
      const asked = { start, isOrdered }
      return {
        begin,
        ask: (progress) => askStatement(style, asked, progress),
        add: (progress, page) => addStatement(style, asked, { progress, page }),
      }
    }
    case 'none':
      return { begin, ask: () => [], add: (_progress, page) => addAll(start, page) }
  }
}
