/** A whole vendor list that is read beside the calls of clients: in one answer, or page by page up to a bound. */
import type { PagingStyle } from '../elements/document/octet.ts'
import type { JsonReader } from '../lib/json-path.ts'
import { buildSideRequest } from './build-request.ts'
import { compileStyle } from './paging/compile-style.ts'
import { readerOf } from './paging/page-readers.ts'
import type { PageQuery, PageStart, VendorPage } from './paging/paging.ts'
import { readContent } from './read-content.ts'
import { type CallSession, sendToVendor } from './send.ts'

/** A list that is longer than this many of the vendor's largest pages is no small one: what comes beyond is not seen. */
const mostPages = 10

export interface VendorListRequest {
  readonly path: string
  readonly query?: Readonly<Record<string, string>>
  readonly readRoot: JsonReader
  readonly paging: PagingStyle | undefined
  /** What fills `{name}` places of path and query. Default: there are none. */
  readonly places?: Readonly<Record<string, string>>
}

/** Reads its entries; an answer that has no list has no entries. Throws what the vendor or the way to it answers. */
export async function readList(session: CallSession, list: VendorListRequest): Promise<unknown[]> {
  const { paging: style = { style: 'none' } } = list
  if (style.style === 'none') return [...(await readPage(session, list, [])).rows]
  const rows: unknown[] = []
  let start: PageStart | undefined = { skip: 0, take: style.maxSize }
  for (let count = 0; start !== undefined && count < mostPages; count++) {
    const { begin, ask, add } = compileStyle(style, start)
    let progress = begin
    while (!progress.done) progress = add(progress, await readPage(session, list, ask(progress)))
    rows.push(...progress.rows)
    start = progress.next === undefined ? undefined : { ...progress.next, take: style.maxSize }
  }
  return rows
}

async function readPage(session: CallSession, list: VendorListRequest, page: PageQuery): Promise<VendorPage> {
  const { path: vendorPath, query = {}, readRoot, paging = { style: 'none' }, places = {} } = list
  const asked = Object.entries(query).map(([name, value]) => [name, fillPlaces(value, places)] as const)
  const request = buildSideRequest(session, { vendorPath, path: places, query: [...asked, ...page] })
  const content = await readContent(session, await sendToVendor(session, request), { expectJson: true })
  const body = content.kind === 'json' ? content.value : undefined
  const rows = readRoot(body)
  return { rows: Array.isArray(rows) ? rows : [], ...readerOf(paging)(body) }
}

function fillPlaces(text: string, places: Readonly<Record<string, string>>): string {
  return text.replace(/\{([^{}]+)\}/g, (place, name: string) => (Object.hasOwn(places, name) ? places[name]! : place))
}
