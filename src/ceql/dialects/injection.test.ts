import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { startHubspot } from '../../../simulators/hubspot/hubspot.ts'
import { parseSoql } from '../../../simulators/salesforce/soql/parse.ts'
import type { Filter as SoqlFilter } from '../../../simulators/salesforce/soql/query.ts'
import { parseCoql } from '../../../simulators/zoho/coql/parse.ts'
import { type Criteria, parseCriteria } from '../../../simulators/zoho/search/criteria.ts'
import { readPropertyRuns } from '../../../test/property-runs.ts'
import { OctetError } from '../../lib/errors.ts'
import type { Printed, WhereSettings } from '../dialect.ts'
import { parseWhere } from '../parse-where.ts'
import type { SearchableField, SearchableFields } from '../searchable-field.ts'
import { createWherePrinter } from '../where-printer.ts'

/** Every name is a field of texts there, whatever it looks like: the worst that an element could do. */
const fields: SearchableFields = {
  searchable: [],
  filterOf: (path): SearchableField => ({ operators: { '*': path }, type: 'string', convert: (literal) => literal }),
}

const attacks = [
  "x' OR Id != '",
  "x' or 1=1 --",
  "x'; DROP TABLE contacts; /* */",
  "'",
  "''",
  "'''",
  '\\',
  '\\\\',
  "\\'",
  "\\\\'",
  "x\\' OR Name != \\'",
  "'\\",
  '"',
  '""',
  'x" or "1',
  'x)',
  '(x',
  ')or(Name:not_equal:y',
  'x)or(Name:starts_with:a',
  'a,b',
  'a\\,b',
  'x\\)',
  '\\)or(',
  '-- comment',
  '/* comment */',
  '#x',
  '‘x’ OR “y”',
  'ʼ',
  '＇',
  'x\u2028y\u2029z',
  'a\nb',
  'a\r\nb',
  'a\tb',
  'a\0b',
  'a\u001bb',
  'a\u007fb',
  '$where',
  '$gt',
  '__proto__',
  'constructor',
  '{"$ne":null}',
  '$' + '{x}',
  '{{x}}',
  '%27 OR 1=1',
  '&q=1',
  'a&fields=*',
  'null',
  'NULL',
  'true',
  '{x}',
  '*',
  'x;y==z',
  '\u{1f642}',
]

type Read = (printed: Printed, value: string) => void

/** How each dialect's text is read back: by the grammar of the vendor's stand-in where it has one. */
const readers: readonly (readonly [settings: WhereSettings, equality: Read, list: Read])[] = [
  [
    { dialect: 'soql' },
    (printed, value) => assert.deepEqual(readSoql(String(printed['q'])), ['and', ['Name', '=', value], ['Amount', '=', '1']]),
    (printed, value) => assert.deepEqual(readSoql(String(printed['q'])), ['Name', 'in', value, 'b']),
  ],
  [
    { dialect: 'coql' },
    (printed, value) =>
      assert.deepEqual(readCoql(printed), {
        kind: 'and',
        left: { kind: 'compare', path: 'Name', operator: '=', value },
        right: { kind: 'compare', path: 'Amount', operator: '=', value: '1' },
      }),
    (printed, value) => assert.deepEqual(readCoql(printed), { kind: 'in', path: 'Name', negated: false, values: [value, 'b'] }),
  ],
  [
    { dialect: 'criteria' },
    (printed, value) => assert.deepEqual(readCriteria(printed), ['and', ['Name', 'equals', value], ['Amount', 'equals', '1']]),
    (printed, value) => assert.deepEqual(parseCriteriaOf(printed), { field: 'Name', operator: 'in', values: [value, 'b'] }),
  ],
  ...(['v2', 'v3', 'v4'] as const).map((version): readonly [WhereSettings, Read, Read] => [
    { dialect: 'odata', version },
    (printed, value) => assert.equal(unquoteOdata(printed, /^Name eq '((?:[^']|'')*)' and Amount eq '1'$/s), value),
    (printed, value) => assert.equal(unquoteOdata(printed, /^\(Name eq '((?:[^']|'')*)' or Name eq 'b'\)$/s), value),
  ]),
  [
    { dialect: 'filter-groups' },
    (printed, value) =>
      assert.deepEqual(copy(printed['body.filterGroups']), [
        {
          filters: [
            { propertyName: 'Name', operator: 'EQ', value },
            { propertyName: 'Amount', operator: 'EQ', value: '1' },
          ],
        },
      ]),
    (printed, value) =>
      assert.deepEqual(copy(printed['body.filterGroups']), [
        { filters: [{ propertyName: 'Name', operator: 'IN', values: [value.toLowerCase(), 'b'] }] },
      ]),
  ],
  [
    { dialect: 'json-query', options: { object: 'lead' } },
    (printed, value) => assert.deepEqual(listJsonValues(printed), [value, '1']),
    (printed, value) => assert.deepEqual(listJsonValues(printed), [value, 'b']),
  ],
]

for (const [settings, readEquality, readList] of readers) {
  describe(`a value in ${settings.dialect} ${settings.version ?? ''} is a value and nothing else`, () => {
    const printer = createWherePrinter(settings)
    const tell = (where: string): Printed | undefined => {
      const expression = parseWhere(where)
      return printer.canSay(expression, fields) ? printer.print(expression, fields) : undefined
    }
    const check = (value: string) => {
      const quoted = `"${value.replaceAll('"', '""')}"`
      const equality = tell(`Name = ${quoted} and Amount = '1'`)
      if (equality !== undefined) readEquality(equality, value)
      const list = tell(`Name in (${quoted}, 'b')`)
      if (list !== undefined) readList(list, value)
      return equality !== undefined
    }
    for (const attack of attacks) it(JSON.stringify(attack), () => assert(check(attack), 'refused'))
    it('whatever the value', () => {
      const pieces = fc.constantFrom("'", '"', '\\', '(', ')', ',', '\n', '\0', ' ', 'OR', '--', ':', 'a', '\u2019', "''", '\\u0027', '%')
      const text = fc.oneof(
        fc.string({ unit: 'grapheme' }),
        fc.array(pieces, { maxLength: 8 }).map((parts) => parts.join('')),
      )
      fc.assert(
        fc.property(text, (value) => {
          check(value)
        }),
        readPropertyRuns(21, 500),
      )
    })
  })
}

describe('a name that would be more than a name', () => {
  const names = ["Name' or '1", 'Name) or (Id', 'Name --', 'Id != null OR Name', 'a,b', 'Name eq 1 or Name', "a'b", 'a\nb', 'Ｎame x', '']
  for (const [settings] of readers) {
    if (settings.dialect === 'filter-groups' || settings.dialect === 'json-query') continue
    for (const name of names.filter(Boolean)) {
      it(`${JSON.stringify(name)} is refused in ${settings.dialect} ${settings.version ?? ''}`, () => {
        assert.throws(
          () => createWherePrinter(settings).print(parseWhere(`\`${name}\` = 'x'`), fields),
          (error) => error instanceof OctetError && error.code === 'expression-not-supported',
        )
      })
    }
  }
})

describe('a term search', () => {
  const printer = createWherePrinter({ dialect: 'term-search' })
  for (const attack of attacks) {
    it(`for ${JSON.stringify(attack)} looks for it whole, in its field`, () =>
      assert.deepEqual(printer.print(parseWhere(`name = "${attack.replaceAll('"', '""')}"`), fields), {
        term: attack,
        fields: 'name',
        exact_match: 'true',
      }))
  }
  it('in a name with a comma, which would be two, is refused', () => assert(!printer.canSay(parseWhere("`name,email` = 'x'"), fields)))
})

it('filter groups are understood by the vendor’s stand-in, whatever the value', async () => {
  const hubspot = await startHubspot()
  const printer = createWherePrinter({ dialect: 'filter-groups' })
  try {
    for (const attack of attacks) {
      const printed = printer.print(parseWhere(`firstname = "${attack.replaceAll('"', '""')}"`), fields)
      const reply = await fetch(`${hubspot.url}/crm/v3/objects/contacts/search`, {
        method: 'POST',
        headers: { authorization: 'Bearer pat-na1-simulator-all', 'content-type': 'application/json' },
        body: JSON.stringify({ filterGroups: printed['body.filterGroups'] }),
      })
      const { total } = (await reply.json()) as { total: number }
      assert.deepEqual([attack, reply.status, total], [attack, 200, 0])
    }
  } finally {
    await hubspot.close()
  }
})

function readSoql(text: string): unknown {
  const describeFilter = (filter: SoqlFilter): unknown => {
    if ('parts' in filter) return [filter.kind, ...filter.parts.map(describeFilter)]
    assert(filter.kind === 'compare' || filter.kind === 'in')
    const name = filter.path.names.join('.')
    const textOf = (value: object) => ('text' in value ? value.text : value)
    if (filter.kind === 'compare') return [name, filter.operator, textOf(filter.value)]
    assert(Array.isArray(filter.values))
    return [name, 'in', ...filter.values.map(textOf)]
  }
  return describeFilter(parseSoql(`SELECT Id FROM Contact WHERE ${text}`).where!)
}

function readCoql(printed: Printed): unknown {
  return parseCoql(`select id from Contacts where ${String(printed['body.select_query'])} limit 1`, { pairs: true }).filter
}

function readCriteria(printed: Printed): unknown {
  const describeTree = (tree: Criteria): unknown =>
    tree.kind === 'condition' ? [tree.field, tree.operator, tree.text] : [tree.kind, describeTree(tree.left), describeTree(tree.right)]
  return describeTree(parseCriteria(String(printed['criteria'])))
}

function parseCriteriaOf(printed: Printed): unknown {
  const tree = parseCriteria(String(printed['criteria']))
  assert(tree.kind === 'condition')
  return { field: tree.field, operator: tree.operator, values: tree.values }
}

function unquoteOdata(printed: Printed, form: RegExp): string | undefined {
  return form.exec(String(printed['$filter']))?.[1]?.replaceAll("''", "'")
}

function listJsonValues(printed: Printed): unknown[] {
  const { queries } = copy(printed['body.query']) as { queries: [unknown, { queries: { condition: { value: unknown } }[] }] }
  return queries[1].queries.map(({ condition }) => condition.value)
}

function copy(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value))
}
