import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { createCaller as callCloseio, startFor as startCloseio } from '../../../simulators/closeio/test-client.ts'
import { createCaller as callHubspot, privateToken, startFor as startHubspot } from '../../../simulators/hubspot/test-client.ts'
import { startWithCaller as startSalesforce } from '../../../simulators/salesforce/test-client.ts'
import { createCaller as callZoho, login as loginZoho, startFor as startZoho } from '../../../simulators/zoho/test-client.ts'
import { readPropertyRuns } from '../../../test/property-runs.ts'
import type { TextMeaning, WhereSettings } from '../dialect.ts'
import { compileEvaluate } from '../evaluate.ts'
import type { Comparison, Expression, Field } from '../expression.ts'
import { parseWhere } from '../parse-where.ts'
import { printCeql } from '../print-ceql.ts'
import type { LiteralType, SearchableFields } from '../searchable-field.ts'
import { splitWhere } from '../split.ts'
import { createWherePrinter } from '../where-printer.ts'

type Row = Readonly<Record<string, unknown>>
type Types = Readonly<Record<string, LiteralType>>
type Start = Parameters<typeof startHubspot>[0]

interface Vendor {
  readonly rows: readonly Row[]
  /** Ids of what the vendor finds; `printed` is what stands at the place of the dialect. */
  readonly find: (printed: unknown) => Promise<readonly unknown[]>
}

interface Candidate {
  readonly settings: WhereSettings
  /** What records, where the dialect does not tell. */
  readonly of?: string
  readonly types: Types
  readonly start: (t: Start) => Promise<Vendor>
}

const opportunity: Types = {
  Name: 'string',
  NextStep: 'string',
  StageName: 'picklist',
  Amount: 'number',
  IsClosed: 'boolean',
  CloseDate: 'date',
  CreatedDate: 'datetime',
  AccountId: 'id',
}
const zohoDeal: Types = {
  Deal_Name: 'string',
  Stage: 'picklist',
  Amount: 'number',
  Closing_Date: 'date',
  Created_Time: 'datetime',
  Account_Name: 'id',
}

/** Records of HubSpot's, whose choices are compared as they are. */
function hubspotRecords(object: string, types: Types): Candidate {
  return {
    settings: { dialect: 'filter-groups' },
    of: object,
    types,
    start: async (t) => {
      const call = callHubspot((await startHubspot(t)).url, privateToken)
      const listed = await call('GET', `/crm/v3/objects/${object}?limit=100&properties=${Object.keys(types).join(',')}`)
      const rows = listed.body['results'] as { id: string; properties: Row }[]
      return {
        rows: rows.map(({ id, properties }) => ({ ...properties, id })),
        find: async (filterGroups) => {
          const found: unknown[] = []
          for (let after: unknown; ; ) {
            const reply = await call('POST', `/crm/v3/objects/${object}/search`, {
              filterGroups,
              limit: 100,
              ...(after !== undefined && { after }),
            })
            assert.equal(reply.status, 200, JSON.stringify(reply.body))
            found.push(...idsOf(reply.body['results']))
            after = (reply.body['paging'] as { next: { after: string } } | undefined)?.next.after
            if (after === undefined) return found
          }
        },
      }
    },
  }
}

async function startZohoDeals(t: Start) {
  const zoho = await startZoho(t)
  const call = callZoho(zoho.url, (await loginZoho(zoho.url)).access_token)
  const listed = await call('GET', `/Deals?fields=${Object.keys(zohoDeal).join(',')}&per_page=200`)
  return { call, rows: listed.body['data'] as Row[] }
}

const idsOf = (rows: unknown) => ((rows ?? []) as Row[]).map((row) => row['id'] ?? row['Id'])

const candidates: readonly Candidate[] = [
  hubspotRecords('deals', {
    dealname: 'string',
    description: 'string',
    dealstage: 'code',
    amount: 'number',
    closedate: 'datetime',
    createdate: 'datetime',
  }),
  hubspotRecords('contacts', { email: 'string', lifecyclestage: 'code', interests: 'codes', createdate: 'datetime' }),
  {
    settings: { dialect: 'soql' },
    types: opportunity,
    start: async (t) => {
      const { call } = await startSalesforce(t)
      const query = async (more: string) => {
        const reply = await call(
          'GET',
          `/query?q=${encodeURIComponent(`SELECT Id, ${Object.keys(opportunity).join(', ')} FROM Opportunity${more}`)}`,
        )
        assert.equal(reply.status, 200, reply.text)
        return reply.records as Row[]
      }
      return { rows: await query(''), find: async (text) => idsOf(await query(` WHERE ${String(text)}`)) }
    },
  },
  {
    settings: { dialect: 'coql' },
    types: zohoDeal,
    start: async (t) => {
      const { call, rows } = await startZohoDeals(t)
      const find = async (text: unknown) => {
        const reply = await call('POST', '/coql', { select_query: `select id from Deals where ${String(text)} limit 200` })
        assert([200, 204].includes(reply.status), JSON.stringify(reply.body))
        return idsOf(reply.body?.['data'])
      }
      return { rows, find }
    },
  },
  {
    // The index of the vendor's search knows words.
    settings: { dialect: 'criteria', inexact: ['=', 'IN', 'LIKE'] },
    types: zohoDeal,
    start: async (t) => {
      const { call, rows } = await startZohoDeals(t)
      const find = async (text: unknown) => {
        const reply = await call('GET', `/Deals/search?per_page=200&criteria=${encodeURIComponent(String(text))}`)
        assert([200, 204].includes(reply.status), JSON.stringify(reply.body))
        return idsOf(reply.body?.['data'])
      }
      return { rows, find }
    },
  },
  {
    settings: { dialect: 'json-query', options: { object: 'lead' } },
    types: { name: 'string', description: 'string', url: 'string', status_id: 'id', date_created: 'datetime' },
    start: async (t) => {
      const call = callCloseio((await startCloseio(t)).url)
      const find = async (query: unknown) => {
        const reply = await call('POST', '/data/search/', { query, _limit: 200 })
        assert.equal(reply.status, 200, reply.text)
        return idsOf(reply.data)
      }
      return { rows: (await call('GET', '/lead/?_limit=200')).data, find }
    },
  },
]

const meanings: readonly TextMeaning[] = ['exact', 'ignore-case']

for (const { settings, of = '', types, start } of candidates) {
  for (const text of meanings) {
    describe(`${settings.dialect} ${of} at the vendor's stand-in, where texts are compared ${text}`, () => {
      it('what is asked of it and checked here is what all records would be checked for, and no more is checked than must be', async (t) => {
        const { rows, find } = await start(t as unknown as Start)
        assert(rows.length >= 20)
        const printer = createWherePrinter({ ...settings, text })
        const fields = createFields(types)
        const typeOf = (path: string) => types[path]
        const known = new Set(rows.map(idOf))
        const seen = { exact: 0, wide: 0, found: 0 }
        await fc.assert(
          fc.asyncProperty(expressionOver(rows, types), async (tree) => {
            const where = printCeql(tree)
            const whole = parseWhere(where)
            const { pushed, residual } = splitWhere(whole, {
              canSay: (node) => printer.canSay(node, fields),
              isExact: (node) => printer.isExact(node, fields),
            })
            if (pushed === undefined) return
            const [printed] = Object.values(printer.print(pushed, fields))
            const found = new Set((await find(printed)).filter((id) => known.has(id)))
            const isTrue = compileEvaluate(whole, typeOf, text)
            const isLeft = residual === undefined ? () => true : compileEvaluate(residual, typeOf, text)
            for (const row of rows) {
              const about = () => `${where}\nas ${JSON.stringify(printed)}\nof ${JSON.stringify(row)}`
              const isFound = found.has(idOf(row))
              if (isTrue(row)) assert(isFound, `left out: ${about()}`)
              else assert(!isFound || !isLeft(row), `found, but not asked for: ${about()}`)
            }
            seen[residual === undefined ? 'exact' : 'wide']++
            seen.found += found.size > 0 ? 1 : 0
          }),
          readPropertyRuns(9, 150),
        )
        t.diagnostic(JSON.stringify(seen))
        assert(seen.exact > 15 && seen.wide > 5 && seen.found > 20, JSON.stringify(seen))
      })
    })
  }
}

function idOf(row: Row): unknown {
  return row['id'] ?? row['Id']
}

function createFields(types: Types): SearchableFields {
  return {
    searchable: Object.keys(types),
    filterOf: (path) => ({ operators: { '*': path }, convert: (literal) => literal, ...(types[path] && { type: types[path] }) }),
  }
}

const at = 0

/** Conditions on what rows hold, texts in any case. */
function expressionOver(rows: readonly Row[], types: Types): fc.Arbitrary<Expression> {
  const leaf = fc.constantFrom(...Object.entries(types)).chain(([path, type]) => leafOf(path, type, rows))
  const { tree } = fc.letrec<{ tree: Expression }>((tie) => {
    const join = (kind: 'and' | 'or') =>
      fc.record({ kind: fc.constant(kind), operands: fc.array(tie('tree'), { minLength: 2, maxLength: 3 }), at: fc.constant(at) })
    return { tree: fc.oneof({ maxDepth: 2, withCrossShrink: true }, leaf, leaf, join('and'), join('or')) }
  })
  return tree
}

function leafOf(path: string, type: LiteralType, rows: readonly Row[]): fc.Arbitrary<Expression> {
  const field: Field = { path, quote: 'none', at }
  const held = rows.map((row) => row[path]).filter((value) => value !== null && value !== undefined && value !== '')
  const values = [...new Set(held.map((value) => String(typeof value === 'object' ? (value as Row)['id'] : value)))]
  const literal = fc.constantFrom(...(values.length === 0 ? ['x'] : values), ...othersOf(type, values))
  const value = literal.map((text) => ({ kind: 'text' as const, text, quote: 'single' as const, at }))
  const operators: readonly Comparison['operator'][] = isOrdered(type) ? ['=', '!=', '<', '<=', '>', '>='] : ['=', '!=']
  const negated = fc.boolean()
  const comparison = fc
    .record({ operator: fc.constantFrom(...operators), value })
    .map((part): Expression => ({ kind: 'comparison', field, at, ...part }))
  const list = fc
    .record({ negated, values: fc.array(value, { minLength: 1, maxLength: 3 }) })
    .map((part): Expression => ({ kind: 'in', field, at, ...part }))
  const nothing = negated.map((isNegated): Expression => ({ kind: 'isNull', field, at, negated: isNegated }))
  if (isOrdered(type) && type !== 'string') return fc.oneof(comparison, comparison, list, nothing)
  const pattern = fc.record({
    text: literal,
    from: fc.nat({ max: 3 }),
    length: fc.integer({ min: 1, max: 8 }),
    form: fc.constantFrom('x%', '%x', '%x%', 'x_%'),
  })
  const like = fc.record({ negated, pattern }).map(
    ({ negated: isNegated, pattern: { text, from, length, form } }): Expression => ({
      kind: 'like',
      field,
      at,
      negated: isNegated,
      pattern: {
        kind: 'text',
        text: form.replace('x', () => text.slice(form.startsWith('%') ? from : 0).slice(0, length)),
        quote: 'single',
        at,
      },
    }),
  )
  return fc.oneof(comparison, list, nothing, like, like)
}

function isOrdered(type: LiteralType): boolean {
  return type === 'number' || type === 'date' || type === 'datetime' || type === 'string'
}

/** Literals that no row holds: between two milliseconds, in another case, no ids at all. */
function othersOf(type: LiteralType, values: readonly string[]): readonly string[] {
  if (type === 'number') return ['1000']
  if (type === 'id') return ['x', '1', ...values.slice(0, 5).map((value) => value.toLowerCase())]
  if (type !== 'date' && type !== 'datetime') return values.slice(0, 20).flatMap((value) => [value.toUpperCase(), value.toLowerCase()])
  const fine = type === 'date' ? [] : values.map((value) => value.replace(/\.(\d{3})\d*/, '.$1456')).slice(0, 5)
  return ['2026-01-01', '2026-01-01T10:00:00+02:00', ...fine]
}
