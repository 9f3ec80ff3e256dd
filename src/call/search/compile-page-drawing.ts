/** How the page that a call asks for goes into a request that was planned, where the vendor wants it elsewhere than in the query. */
import type { CompiledResource } from '../../elements/compile/compiled.ts'
import type { PagingStyle } from '../../elements/document/octet.ts'
import type { PageQuery } from '../paging/paging.ts'
import type { Draft } from '../types.ts'
import { isBodyPlace, putAt } from './place.ts'
import { writeStatement } from './statement.ts'

/** The draft with the page in it, and what of the page is for the query. */
export interface Drawn {
  readonly draft: Draft
  readonly query: PageQuery | undefined
}

/** Compiles it for a resource whose pages do not go into the query alone; undefined for all others. */
export function compilePageDrawing({ where, paging }: CompiledResource): ((draft: Draft, page: PageQuery) => Drawn) | undefined {
  const style = where?.style
  const key = paging?.style === 'statement' ? paging.key : undefined
  if (style?.statement === undefined && !Object.values(paging ?? {}).some((place) => typeof place === 'string' && isBodyPlace(place))) {
    return undefined
  }
  const numbers = listNumbers(paging)
  return (draft, page) => {
    const drawn = { ...draft, query: [...draft.query] }
    if (draft.statement !== undefined && style?.parameter !== undefined) {
      putAt(drawn, style.parameter, writeStatement(draft.statement, { page, key, dialect: style.dialect }))
    }
    if (key !== undefined) return { draft: drawn, query: [] }
    for (const [place, value] of page) putAt(drawn, place, numbers.has(place) && isBodyPlace(place) ? Number(value) : value)
    return { draft: drawn, query: [] }
  }
}

/** Places of numbers, as JSON has them. */
function listNumbers(paging: PagingStyle | undefined): ReadonlySet<string> {
  const { size, offset, page } = (paging ?? {}) as Readonly<Partial<Record<'size' | 'offset' | 'page', string>>>
  return new Set([size, offset, page].filter((place) => place !== undefined))
}
