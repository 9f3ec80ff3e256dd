/** The query of a call of a common resource in the element's words: `where`, `orderBy` and `fields` name the client's fields (contract 9.3). */
import { readJoined } from '../../call/query.ts'
import { describeExpression, readWhere } from '../../call/request-expression.ts'
import { listFields } from '../../call/search/list-fields.ts'
import type { Expression } from '../../ceql/expression.ts'
import { renameFields } from '../../ceql/map-leaves.ts'
import { nameField } from '../../ceql/name-field.ts'
import { parseFields, parseOrderBy } from '../../ceql/parse-lists.ts'
import { printCeql, printField } from '../../ceql/print-ceql.ts'
import type { ApplyContext, MappingRunner } from '../../common-resources/apply/mapping-runner.ts'
import type { InstanceMapping } from '../../common-resources/instance-mapping.ts'
import { createError } from '../../lib/errors.ts'
import type { QueryValues } from '../../lib/hub-request.ts'
import { passes } from '../../transform/mapping/field-rules.ts'
import { buildExpression } from './build-expression.ts'
import { listHeads, openNames, refuseUnmapped } from './mapped-names.ts'

export interface MappedQuery {
  readonly query: QueryValues
  /** The client's names of the fields to answer; undefined: all. */
  readonly fields: readonly string[] | undefined
}

export interface QueryMapping {
  readonly context: ApplyContext
  readonly mapping: InstanceMapping
  /** False: a single record, of which nothing is selected. */
  readonly isList: boolean
}

/** Translates it. Throws query-malformed, field-not-mapped, field-not-selectable or expression-not-supported (400). */
export async function mapQuery(runner: Pick<MappingRunner, 'where'>, asked: QueryMapping, query: QueryValues): Promise<MappedQuery> {
  const { mapping, isList } = asked
  const changes: Record<string, string | undefined> = {}
  const where = isList ? readWhere(query) : undefined
  if (where !== undefined) changes['where'] = await mapWhere(runner, asked, where)
  const orderBy = isList ? readJoined(query, 'orderBy')?.trim() : undefined
  if (orderBy) changes['orderBy'] = mapOrder(mapping, orderBy)
  const fieldsText = readJoined(query, 'fields')
  const fields = fieldsText === undefined ? undefined : parseFields(fieldsText)
  if (fields !== undefined) changes['fields'] = mapFields(mapping, fields)
  return { query: change(query, changes), fields }
}

async function mapWhere(
  runner: Pick<MappingRunner, 'where'>,
  { context, mapping }: QueryMapping,
  where: Expression,
): Promise<string | undefined> {
  // What is not mapped may be what the script is there for.
  const isScripted = mapping.script !== undefined && mapping.mapping.applyScriptToWhere
  const rename = (path: string) => (isScripted ? (openNames(mapping).find(path) ?? path) : translate(mapping, path, 'where'))
  const translated = renameFields(where, rename)
  if (!isScripted) return printCeql(translated)
  const original = describeExpression(where)
  const conditions = await runner.where(context, mapping, { original, transformed: describeExpression(translated) })
  const built = buildExpression(conditions, translated)
  if (built === undefined) return undefined
  for (const path of listFields(built)) checkSelectable(path, path, 'where')
  return printCeql(built)
}

function mapOrder(mapping: InstanceMapping, text: string): string {
  const print = (path: string) => printField({ path: translate(mapping, path, 'orderBy'), quote: 'none', at: 0 })
  // An element may hand the text on as it is: it says no more than the client said.
  const isTold = /\basc\b/i.test(text)
  return parseOrderBy(text)
    .map(({ field, direction }) => (direction === 'desc' || isTold ? `${print(field.path)} ${direction}` : print(field.path)))
    .join(', ')
}

/** The element's fields that those of the client are made of; undefined: a script may look at any, or there are none to be told. */
function mapFields(mapping: InstanceMapping, fields: readonly string[]): string | undefined {
  if (mapping.script !== undefined) return undefined
  const names = openNames(mapping)
  const paths = fields.flatMap((path) => {
    const own = names.listOf(path)
    return own.length === 0 && passes(mapping.document.configuration, 'fromVendor') ? [path] : own
  })
  // Of `items[id=4].name`, the whole list.
  const heads = new Set(paths.map((path) => path.replace(/\[.*$/s, '')).filter((path) => path !== ''))
  // The whole of a list is not asked for member by member.
  const asked = [...heads].filter((path) => !listHeads(path).some((head) => head !== path && heads.has(head)))
  return asked.length === 0 ? undefined : asked.map((path) => printField({ path, quote: 'none', at: 0 })).join(',')
}

function translate(mapping: InstanceMapping, path: string, parameter: 'where' | 'orderBy'): string {
  const names = openNames(mapping)
  const found = names.find(path)
  if (found === undefined && !passes(mapping.document.configuration, 'toVendor')) throw refuseUnmapped(mapping, names, path, parameter)
  checkSelectable(path, found ?? path, parameter)
  return found ?? path
}

/** A member chosen by a condition, or a count, has no name that a query could say. */
function checkSelectable(field: string, vendorPath: string, parameter: string): void {
  if (!/\[(?!\*\]|\d+\])|\(/.test(vendorPath)) return
  throw createError('field-not-selectable', { params: { field: nameField(field), parameter, vendorPath: nameField(vendorPath) } })
}

function change(query: QueryValues, changes: Readonly<Record<string, string | undefined>>): QueryValues {
  const names = Object.keys(changes)
  if (names.length === 0) return query
  const kept = Object.entries(query).filter(([name]) => !names.includes(name))
  return Object.fromEntries([...kept, ...Object.entries(changes).filter((entry): entry is [string, string] => entry[1] !== undefined)])
}
