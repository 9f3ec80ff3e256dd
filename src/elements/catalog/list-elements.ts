/** Lists of elements (contract 2.2): search, `where` over the fields of elements and over what they are to the viewer, pages. */
import { parseWhere } from '../../ceql/parse-where.ts'
import type { Caller } from '../../lib/caller.ts'
import { createError } from '../../lib/errors.ts'
import type { QueryValues } from '../../lib/hub-request.ts'
import { pageParameters, type QueryParameter, whereParameter } from '../../lib/query-parameters.ts'
import { readSwitch, readText } from '../../lib/query-values.ts'
import type { RouteReply } from '../../lib/route.ts'
import type { ListedElement } from '../store/account-elements.ts'
import { demandView, type ElementReading } from './element-reading.ts'
import { asksFor, compileCondition } from './match-where.ts'
import { readPage, replySlice, slicePage } from './page.ts'
import { abridgeElement, showElement } from './summarize.ts'

export interface ElementListing {
  readonly query: QueryValues
  readonly caller: Caller | undefined
  /** Further narrows the list: those of a hub. */
  readonly isMeant: (element: ListedElement) => boolean
}

/** What the query of a list of elements takes. */
export const elementListParameters: readonly QueryParameter[] = [
  whereParameter,
  { name: 'searchText', description: 'Those with this text in their name, key or description' },
  { name: 'abridged', description: 'Without configuration, resources and other long lists', type: 'boolean' },
  ...pageParameters,
]

/** Full elements are large: a page of them ends early when it has this many bytes, and its token leads on. */
const largestPage = 16 * 1024 * 1024

/**
 * A page of elements: `searchText` looks into name, key and description in any case; `abridged=true`, or the same within `where`, leaves out the
 * heavy lists. Throws query-malformed, invalid-parameter (400), and no-elements (404) when nothing matches.
 */
export async function listElements(reading: ElementReading, { query, caller, isMeant }: ElementListing): Promise<RouteReply> {
  demandView(reading, caller)
  const where = readText(query, 'where')
  const expression = where === undefined ? undefined : parseWhere(where)
  const isAbridged = readSwitch(query, 'abridged') || (expression !== undefined && asksFor(expression, 'abridged'))
  const isWanted = expression === undefined ? () => true : compileCondition(expression, isAbridged)
  const text = (readText(query, 'searchText') ?? '').toLowerCase()
  const found = (await reading.elements.list(caller)).filter((each) => isMeant(each) && isWanted(each) && mentions(each, text))
  if (found.length === 0) throw createError('no-elements')
  const page = readPage(query)
  const wanted = slicePage(found, page)
  const bodies = isAbridged ? wanted.map(abridgeElement) : await readFull(reading, wanted, caller)
  return replySlice(bodies, page, found.length)
}

async function readFull({ editor }: ElementReading, wanted: readonly ListedElement[], caller: Caller | undefined): Promise<object[]> {
  const bodies: object[] = []
  let size = 0
  for (const { id } of wanted) {
    if (size >= largestPage) break
    const body = showElement((await editor.read(caller, String(id))).document)
    bodies.push(body)
    size += JSON.stringify(body).length
  }
  return bodies
}

function mentions({ name, key, outline }: ListedElement, text: string): boolean {
  return text === '' || `${name}\n${key}\n${outline.description}`.toLowerCase().includes(text)
}
