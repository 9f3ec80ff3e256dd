// The query tree of Advanced Filtering, turned into a test of one record.
import type { Row, Tenant } from '../tenant.ts'
import { type ConditionContext, compileCondition } from './conditions.ts'
import { findField, listTexts, refuse } from './fields.ts'
import { findRelation } from './relations.ts'
import { matchText } from './text.ts'

export interface QueryContext extends ConditionContext {
  tenant: Tenant
}

type Test = (row: Row) => boolean

type Compile = (query: Record<string, unknown>, objectType: string, context: QueryContext) => Test

const kinds: Record<string, Compile> = {
  and: (query, objectType, context) => {
    const tests = compileAll(query, objectType, context)
    return (row) => tests.every((each) => each(row))
  },
  or: (query, objectType, context) => {
    const tests = compileAll(query, objectType, context)
    return (row) => tests.some((each) => each(row))
  },
  match_all: () => () => true,
  id: (query) => (row) => row.id === query['value'],
  object_type: (query, objectType) => () => query['object_type'] === objectType,
  text: (query, objectType, { tenant }) => {
    const match = matchText(query['mode'], query['value'])
    return (row) => listDeepTexts(objectType, row, tenant).some(match)
  },
  field_condition: (query, objectType, context) => {
    const field = findField(context.tenant, objectType, query['field'])
    const test = compileCondition(query['condition'], field.kind, context)
    return (row) => test(field.read(row, context.tenant))
  },
  has_related: (query, objectType, context) => {
    const { this_object_type: from = objectType, related_object_type: to } = query
    const relation = from === objectType ? findRelation(objectType, String(to)) : undefined
    if (!relation) throw refuse(`${objectType} has no related ${String(to)}.`)
    const test = compileQuery(query['related_query'], String(to), context)
    return (row) => relation(row, context.tenant).some(test)
  },
}

/** Compiles a query about records of a kind. @throws InvalidRequest for a query that cannot be understood */
export function compileQuery(named: unknown, objectType: string, context: QueryContext): Test {
  const query = (named ?? {}) as Record<string, unknown>
  const name = String(query['type'])
  const compile = Object.hasOwn(kinds, name) ? kinds[name] : undefined
  if (!compile) throw refuse(`There is no query of type ${name}.`)
  const test = compile(query, objectType, context)
  return query['negate'] === true ? (row) => !test(row) : test
}

/** The kind of record a query is about: its `object_type`, or that of the id it names. @throws InvalidRequest when there is neither */
export function findObjectType(named: unknown): 'lead' | 'contact' {
  const found = searchObjectType(named)
  if (found !== 'lead' && found !== 'contact') throw refuse('The query must name an object_type: lead or contact.')
  return found
}

function searchObjectType(named: unknown): unknown {
  const query = (named ?? {}) as Record<string, unknown>
  if (query['type'] === 'object_type' && query['negate'] !== true) return query['object_type']
  if (query['type'] === 'id') return { lead: 'lead', cont: 'contact' }[String(query['value']).slice(0, 4)]
  if (query['type'] !== 'and' || !Array.isArray(query['queries'])) return undefined
  return (query['queries'] as unknown[]).map(searchObjectType).find((each) => each !== undefined)
}

function compileAll(query: Record<string, unknown>, objectType: string, context: QueryContext): Test[] {
  if (!Array.isArray(query['queries'])) throw refuse('queries must be a list.')
  return (query['queries'] as unknown[]).map((each) => compileQuery(each, objectType, context))
}

// A text query sees the record and its parts: of a contact the addresses, of a lead its contacts too.
function listDeepTexts(objectType: string, row: Row, tenant: Tenant): string[] {
  const deeper =
    objectType === 'lead' ? ['contact', 'address'] : objectType === 'contact' ? ['contact_email', 'contact_phone', 'contact_url'] : []
  const parts = deeper.flatMap((to) =>
    (findRelation(objectType, to)?.(row, tenant) ?? []).flatMap((each) => listDeepTexts(to, each, tenant)),
  )
  return [...listTexts(objectType, row, tenant), ...parts]
}
