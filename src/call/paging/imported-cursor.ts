/** Imported elements whose vendor gives a cursor, or whose hooks set one: it goes to the client as it is, and comes back. */
import { readOdataNext } from '../body/odata.ts'
import { refuseWalk } from './depth.ts'
import type { ImportedPaging, ImportedStart } from './imported-paging.ts'
import { type CursorReader, compileCursorReader } from './next-page-key.ts'
import { writePageToken } from './token.ts'

type Begun = Omit<ImportedPaging, 'note'>

/** Throws walk-limit (400) for a page further on without a token, where the vendor counts no pages. */
export function beginCursor(start: ImportedStart): Begun {
  const { style, seal, take, page, resumed } = start
  const cursor = resumed?.cursor
  const inside = resumed?.skip ?? 0
  const isTold = start.question.resource.document.nextPageKey !== undefined || style.nextPage === 'vendor' || style.page === 'vendor'
  if (page > 1 && isTold && style.countedPage === undefined) {
    throw refuseWalk({ skip: (page - 1) * take, take }, take)
  }
  const readNext = compileNext(start)
  // Nobody asked for so many rows where neither client nor vendor was told a number.
  const most = start.isAsked || style.pageSize === 'vendor' ? take : Number.POSITIVE_INFINITY
  return {
    values: { ...placeCursor(start), pageSize: String(take) },
    query: readOdataParameter(cursor),
    read: ({ rows, ...source }) => {
      const rest = inside === 0 ? rows : rows.slice(inside)
      if (rest.length > most) {
        // More than was asked for: the next page begins inside this answer.
        const state = { skip: inside + take, ...(cursor !== undefined && { cursor }) }
        return { rows: rest.slice(0, take), nextPage: writePageToken(state, seal), total: undefined }
      }
      const next = readNext(source)
      return { rows: rest, nextPage: next === undefined || next === cursor ? undefined : writeCursor(next, start), total: undefined }
    },
  }
}

/** Where a resource has no `nextPage`, its `page` takes the cursor (contract 7.4). */
function placeCursor({ style, page, take, resumed }: ImportedStart): ImportedPaging['values'] {
  const cursor = resumed?.cursor
  if (cursor === undefined) return style.countedPage === undefined ? {} : { page: String(style.countedPage(page, take)) }
  const replacesPage = style.kind === 'cursor' && style.nextPage !== 'vendor' && style.countedPage === undefined
  return { nextPage: cursor, ...(replacesPage && { page: cursor }) }
}

const odataNames = ['$skiptoken', '$skip'] as const

function compileNext({ question: { resource, protocol }, style }: ImportedStart): CursorReader {
  const key = resource.document.nextPageKey?.trim()
  if (key) return compileCursorReader(key, resource.parameters.find(({ name }) => name === 'nextPage')?.vendorName)
  if (style.kind !== 'cursor' || protocol?.toLowerCase() !== 'odata') return () => undefined
  return ({ body }) => {
    const parameters = URL.parse(readOdataNext(body) ?? '', 'http://vendor.invalid')?.searchParams
    const name = odataNames.find((candidate) => parameters?.get(candidate))
    return name === undefined ? undefined : `${name}=${parameters!.get(name)}`
  }
}

/** OData's links to the next page hold their cursor under names of its own, which stay in the token. */
function readOdataParameter(cursor: string | undefined): readonly (readonly [string, string])[] {
  const name = odataNames.find((candidate) => cursor?.startsWith(`${candidate}=`))
  return name === undefined ? [] : [[name, cursor!.slice(name.length + 1)]]
}

/** As it is (contract 7.3), unless a header cannot carry it or a client takes it for none. */
function writeCursor(cursor: string, { seal }: ImportedStart): string {
  return /^[\x21-\x7e]{1,2000}$/.test(cursor) && cursor !== 'null' ? cursor : writePageToken({ skip: 0, cursor }, seal)
}
