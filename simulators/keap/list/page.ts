// v2 lists: filter, order, then one page with an opaque token that is bound to filter and order. No total.
import { createHash } from 'node:crypto'
import type { Call } from '../call.ts'
import { ApiError } from '../errors.ts'
import type { Row } from '../tenant.ts'
import { compileFilter, type FilterRules } from './filter.ts'

export interface ListRules {
  /** The name of the list in the reply. */
  key: string
  rows: () => Row[]
  filter: () => FilterRules
  /** Fields of `order_by`, and how to read them. */
  orders: Record<string, (row: Row) => unknown>
  render: (row: Row) => unknown
  smallestPage?: number
  largestPage?: number
}

/** The body of a v2 list reply. @throws ApiError 400 for a page size, token, filter or order that is not allowed */
export function listPage(call: Call, rules: ListRules): Record<string, unknown> {
  const size = readPageSize(call, rules)
  const rows = selectRows(call, rules)
  const start = findStart(call, rows)
  const page = rows.slice(start, start + size)
  const last = page.at(-1)
  const body: Record<string, unknown> = { [rules.key]: page.map(rules.render) }
  if (last && start + size < rows.length) body['next_page_token'] = writeToken(call, { lastId: last.id, offset: start + size, size })
  else if (call.options.emptyFields === 'null') body['next_page_token'] = null
  return body
}

function readPageSize(call: Call, rules: ListRules): number {
  const text = call.query.get('page_size')
  const [smallest, largest] = [rules.smallestPage ?? 0, rules.largestPage ?? 1_000]
  if (text === null || text === '') return Math.min(call.options.defaultPageSize, largest)
  const size = /^\d{1,9}$/.test(text) ? Number(text) : -1
  if (size < smallest || size > largest) throw new ApiError(400, `page_size must be between ${smallest} and ${largest}`)
  return size === 0 ? Math.min(call.options.defaultPageSize, largest) : size
}

function selectRows(call: Call, rules: ListRules): Row[] {
  const filter = call.query.get('filter')
  const rows = rules.rows()
  const selected = filter ? rows.filter(compileFilter(filter, rules.filter())) : rows
  const order = call.query.get('order_by')
  return order ? sortRows(selected, order, rules) : selected
}

function sortRows(rows: Row[], order: string, rules: ListRules): Row[] {
  const [name = '', direction = 'asc', ...rest] = order.trim().split(/\s+/)
  const read = Object.hasOwn(rules.orders, name) ? rules.orders[name] : undefined
  if (!read || rest.length > 0 || !['asc', 'desc'].includes(direction.toLowerCase())) throw new ApiError(400, `Invalid order_by: ${order}`)
  const sign = direction.toLowerCase() === 'desc' ? -1 : 1
  const keyed = rows.map((row) => ({ row, key: readSortKey(read(row)) }))
  keyed.sort((left, right) => sign * compareKeys(left.key, right.key) || Number(left.row.id) - Number(right.row.id))
  return keyed.map((each) => each.row)
}

function readSortKey(value: unknown): string | number {
  if (value === undefined || value === null) return ''
  return typeof value === 'number' ? value : /^\d+$/.test(String(value)) ? Number(value) : String(value).toLowerCase()
}

function compareKeys(left: string | number, right: string | number): number {
  if (typeof left === 'number' && typeof right === 'number') return left - right
  const [a, b] = [String(left), String(right)]
  return a < b ? -1 : a > b ? 1 : 0
}

type Token = [lastId: string, offset: number, binding: string, issuedAt: number]

function writeToken(call: Call, place: { lastId: string; offset: number; size: number }): string {
  const token: Token = [place.lastId, place.offset, bindToken(call), call.now]
  const text = Buffer.from(JSON.stringify(token)).toString('base64url')
  if (call.options.pageTokenForm === 'opaque') return text
  const query = new URLSearchParams()
  for (const name of ['filter', 'order_by', 'fields']) for (const value of call.query.getAll(name)) query.append(name, value)
  query.set('page_size', String(place.size))
  query.set('page_token', text)
  return `${call.origin}${call.path}/?${query}`
}

function findStart(call: Call, rows: Row[]): number {
  const text = call.query.get('page_token')
  if (!text) return 0
  const [lastId, offset] = readToken(call, text)
  if (call.options.pageTokenPosition === 'offset') return offset
  const at = rows.findIndex((row) => row.id === lastId)
  if (at >= 0) return at + 1
  if (call.query.get('order_by')) return offset
  const next = rows.findIndex((row) => Number(row.id) > Number(lastId))
  return next < 0 ? rows.length : next
}

function readToken(call: Call, text: string): Token {
  const token = parseToken(text)
  if (!token || token[2] !== bindToken(call)) throw new ApiError(400, 'Invalid page_token')
  const { pageTokenSeconds } = call.options
  if (pageTokenSeconds > 0 && call.now > token[3] + pageTokenSeconds * 1000) throw new ApiError(400, 'Expired page_token')
  return token
}

function parseToken(text: string): Token | undefined {
  try {
    const token: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'))
    return Array.isArray(token) && token.length === 4 ? (token as Token) : undefined
  } catch {
    return undefined
  }
}

function bindToken(call: Call): string {
  const bound = [call.tenant.id, call.path, call.query.get('filter') ?? '', call.query.get('order_by') ?? '']
  return createHash('sha1').update(bound.join('\n')).digest('base64url').slice(0, 10)
}
