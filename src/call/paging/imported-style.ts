/** How a resource of an imported element is paged, out of its `paginationType`, `nextPageKey` and parameters and the `pagination.*` configuration (contract 7.4). */
import type { CompiledResource } from '../../elements/compile/compiled.ts'
import { readOwn } from '../../lib/url-template.ts'

/**
 * `all`: everything in one answer. `slice`: everything from the vendor, pages cut here. `page`, `offset`, `cursor`: the vendor's own.
 * `open`: nothing is known; what the client sent goes where the parameters say.
 */
export type ImportedKind = 'all' | 'slice' | 'page' | 'offset' | 'cursor' | 'open'

/** Where a resource sends a paging value: to the vendor, to its hooks alone, or nowhere. */
export type Place = 'vendor' | 'hooks' | 'nowhere'

export interface ImportedStyle {
  readonly kind: ImportedKind
  /** The vendor's number of its first page. */
  readonly firstPage: number
  /** What the vendor calls a page of the client's, where it counts pages or rows besides giving cursors. */
  readonly countedPage: ((page: number, size: number) => number) | undefined
  readonly maximum: number
  readonly defaultSize: number
  readonly page: Place
  readonly pageSize: Place
  readonly nextPage: Place
}

type Configuration = Readonly<Record<string, string | null>>

/** Where neither vendor nor element sets a maximum, and where the client says nothing (contract 7.1). */
const genericMaximum = 5000
const genericSize = 200

export function readImportedStyle(resource: CompiledResource, configuration: Configuration): ImportedStyle {
  const read = (key: string): string => readOwn(configuration, key)?.trim() ?? ''
  const sizes = readSizes(read('pagination'))
  const maximum = readPositive(read('pagination.max')) ?? sizes.maximum ?? genericMaximum
  const places = { page: findPlace(resource, 'page'), pageSize: findPlace(resource, 'pageSize'), nextPage: findPlace(resource, 'nextPage') }
  const type = read('pagination.type').toLowerCase() || (read('pagination.offset') === 'true' ? 'offset' : '')
  const firstPage = readFirstPage(read('pagination.page.startindex'), type)
  return {
    kind: decideKind(resource, type, Object.values(places)),
    firstPage,
    countedPage: places.page === 'vendor' ? countPages(type, firstPage) : undefined,
    maximum,
    defaultSize: Math.min(sizes.default ?? genericSize, maximum),
    ...places,
  }
}

function decideKind({ document, path }: CompiledResource, type: string, places: readonly Place[]): ImportedKind {
  const own = document.paginationType?.trim().toUpperCase() ?? ''
  if (own === 'NO_PAGINATION') return 'all'
  if (own === 'VENDOR_NOT_SUPPORTED') return 'slice'
  if (document.nextPageKey) return 'cursor'
  const isMapped = places.includes('vendor')
  if (!isMapped) {
    // Hooks place the values themselves, or a record is read: nothing to do here.
    if (places.includes('hooks') || path.endsWith('}')) return 'all'
    return type === 'cursor' ? 'cursor' : own === '' ? 'open' : 'all'
  }
  if (type === 'none') return 'slice'
  if (type === 'cursor' || type === 'offset') return type
  // A resource that says its vendor pages, of an element that does not say how: by number, as the parameter is called.
  return type.startsWith('page') || (type === '' && own.endsWith('SUPPORTED')) ? 'page' : 'open'
}

function countPages(type: string, firstPage: number): ImportedStyle['countedPage'] {
  if (type === 'offset') return (page, size) => (page - 1) * size
  return type.startsWith('page') ? (page) => page - 1 + firstPage : undefined
}

/** Real elements say `page 0` and `page starts with 1` too. */
function readFirstPage(startIndex: string, type: string): number {
  const digits = /^\d{1,6}$/.exec(startIndex)?.[0] ?? /\b\d{1,6}$/.exec(type)?.[0]
  return digits === undefined ? 1 : Number(digits)
}

/** A literal named `page` (`type: value`) is no place for the client's page. */
function findPlace({ parameters }: CompiledResource, name: string): Place {
  const own = parameters.filter((parameter) => parameter.name === name && parameter.source !== 'response' && parameter.type !== 'value')
  if (own.some(({ vendorType }) => vendorType !== 'no-op')) return 'vendor'
  return own.length > 0 ? 'hooks' : 'nowhere'
}

/** `{"minPageSize":1,"maxPageSize":1000,"defaultPageSize":200}`, numbers as such or as texts; anything else says nothing. */
function readSizes(text: string): { maximum?: number | undefined; default?: number | undefined } {
  if (!text.startsWith('{')) return {}
  try {
    const { maxPageSize, defaultPageSize } = JSON.parse(text) as Record<string, unknown>
    return { maximum: readPositive(String(maxPageSize)), default: readPositive(String(defaultPageSize)) }
  } catch {
    return {}
  }
}

function readPositive(text: string): number | undefined {
  const value = /^\d{1,9}$/.test(text) ? Number(text) : 0
  return value > 0 ? value : undefined
}
