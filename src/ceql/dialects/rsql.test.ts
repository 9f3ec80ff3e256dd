import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { readPropertyRuns } from '../../../test/property-runs.ts'
import { OctetError } from '../../lib/errors.ts'
import type { DialectName } from '../dialect.ts'
import { parseWhere } from '../parse-where.ts'
import type { SearchableField } from '../searchable-field.ts'
import { createWherePrinter } from '../where-printer.ts'

const asIs = (literal: string) => literal
const milliseconds = (literal: string, format?: 'date-time-ms') => (format === undefined ? literal : new Date(literal).toISOString())

const fields = new Map<string, SearchableField>([
  ['Email', { operators: { '=': 'email', LIKE: 'email' }, convert: asIs }],
  ['Name', { operators: { '=': 'company_name', LIKE: 'name' }, convert: asIs }],
  ['Id', { operators: { '=': 'id', '>': 'id', '<=': 'id', '!=': 'id', IN: 'ids' }, convert: asIs }],
  ['Tag', { operators: { '=': 'tags', IN: 'tags' }, convert: (literal) => literal.toUpperCase() }],
  [
    'Updated',
    {
      operators: { '>=': { name: 'since_time', format: 'date-time-ms' }, '<=': { name: 'until_time', format: 'date-time-ms' } },
      convert: milliseconds,
    },
  ],
  ['Kind', { operators: {}, convert: asIs, constant: 'Note' }],
  ['Odd', { operators: { '!=': 'not_odd' }, convert: asIs }],
])
const searchableFields = { filterOf: (path: string) => fields.get(path), searchable: ['Email', 'Name', 'Id', 'Tag', 'Updated'] }

function print(dialect: DialectName, where: string): string {
  const printed = createWherePrinter({ dialect, parameter: 'filter' }).print(parseWhere(where), searchableFields)
  return Object.entries(printed)
    .map(([name, value]) => `${name} → ${value}`)
    .join(' & ')
}

/** One table of cases for every dialect; a regular expression is the message of the refusal. */
const cases: [where: string, rsql: string | RegExp, queryParameters: string | RegExp][] = [
  ["Email='a@b.c'", 'filter → email==a@b.c', 'email → a@b.c'],
  ["Email='x' and Id=3", 'filter → email==x;id==3', 'email → x & id → 3'],
  ["(Email='x' and Id=3) and Name='y'", 'filter → email==x;id==3;company_name==y', 'email → x & id → 3 & company_name → y'],
  ["Email='x' and Email='x'", 'filter → email==x', 'email → x'],
  ["Email LIKE 'abc%'", 'filter → email==abc*', /Email LIKE 'abc%' cannot be searched/],
  ["Name LIKE 'Ac me%'", 'filter → name==Ac me*', /cannot be searched/],
  ['Id>5 and Id<=9', 'filter → id>5;id<=9', /Id > 5 cannot be searched at this vendor: id can only be compared with =/],
  ['Id!=5', 'filter → id!=5', /can only be compared with =/],
  ['Id in (1,2, 3)', 'filter → ids==1,2,3', 'ids → 1,2,3'],
  ["Email in ('x')", 'filter → email==x', 'email → x'],
  ["Tag in ('a',b)", 'filter → tags==A,B', 'tags → A,B'],
  ["Updated>='2026-01-01T00:00:00Z'", 'filter → since_time==2026-01-01T00:00:00.000Z', 'since_time → 2026-01-01T00:00:00.000Z'],
  ["Email='O''Brien, \"Jr\" & Co'", 'filter → email==O\'Brien, "Jr" & Co', 'email → O\'Brien, "Jr" & Co'],
  ["Kind='Note'", '', ''],
  ["Kind in ('Note') and Id=1", 'filter → id==1', 'id → 1'],
  ["Kind='Task'", /the field is always "Note"/, /the field is always "Note"/],
  ["Email='x' or Id=1", /Email = 'x' OR Id = 1 cannot be searched at this vendor: alternatives/, /alternatives/],
  ["Id=1 and (Email='x' or Id=2)", /alternatives \(OR\)/, /alternatives \(OR\)/],
  ["Email!='x'", /Email != 'x' cannot be searched at this vendor: a negation/, /a negation/],
  ["Email not like 'x%'", /a negation/, /a negation/],
  ['Id not in (1)', /a negation/, /a negation/],
  ["Odd != 'x'", /a negation/, /a negation/],
  ['Email is null', /Email IS NULL cannot be searched at this vendor: a test for null/, /a test for null/],
  ['Email is not null', /a test for null/, /a test for null/],
  ['Email = null', /a test for null/, /a test for null/],
  ["Email=''", /a test for an empty value/, /a test for an empty value/],
  ["Email like '%x'", /only patterns of the form 'abc%'/, /only patterns/],
  ["Email like 'a%x%'", 'filter → email==a*', /by the beginning/],
  ["Email like 'a_b'", 'filter → email==a*', /by the beginning/],
  ["Email like '_b%'", /only patterns/, /only patterns/],
  ["Email like 'x'", 'filter → email==x', 'email → x'],
  ["Id like '7'", 'filter → id==7', 'id → 7'],
  ["Email not like 'x'", /a negation/, /a negation/],
  ["Email like '%'", /only patterns/, /only patterns/],
  ["Phone='1'", /Field Phone cannot be searched with = at this vendor; searchable: Email, Name, Id, Tag, Updated$/, /Field Phone/],
  ["Updated='2026-01-01'", /Field Updated cannot be searched with = at this vendor; searchable: Updated with >=, <=$/, /Field Updated/],
  ["Kind>'Note'", /the field is always "Note"/, /the field is always "Note"/],
  ["Email='x' and Email='y'", /Email = 'y' .* together with Email = 'x' it is a second condition on email/, /second condition/],
  ["Email='x' and Email like 'x%'", /second condition/, /second condition/],
  ["Id in ('1,2')", /a comma in a value would separate it/, /a comma in a value/],
  ["Id in ('1,2',3)", /a comma in a value would separate it/, /a comma in a value/],
  ["Tag='a,b'", /tags takes a list, and a comma/, /tags takes a list, and a comma/],
]

for (const dialect of ['rsql', 'query-parameters'] as const) {
  describe(`where as ${dialect}`, () => {
    for (const [where, rsql, queryParameters] of cases) {
      const expected = dialect === 'rsql' ? rsql : queryParameters
      if (typeof expected === 'string') it(`${where}: ${expected || 'nothing'}`, () => assert.equal(print(dialect, where), expected))
      else {
        it(`${where} is refused: ${expected.source}`, () => {
          assert.throws(
            () => print(dialect, where),
            (error) => error instanceof OctetError && error.status === 400 && expected.test(error.message),
          )
        })
      }
    }
  })
}

describe('a value that would be read as more than a value', () => {
  const injections = [
    "Email='x;id==1'",
    "Email='x;'",
    "Email=';'",
    "Email='x*'",
    "Email='*'",
    "Email like 'x*%'",
    "Email like 'x;id==1%'",
    "Id>'=5'",
    "Email='=x'",
    "Email='>x'",
    "Id in (1,'2;email==x')",
    "Id in (1,'2*')",
    'Email=x;id==1',
  ]
  for (const where of injections) {
    it(`${where} never reaches the filter`, () => {
      assert.throws(
        () => print('rsql', where),
        (error) => error instanceof OctetError && error.code === 'expression-not-supported',
      )
    })
  }
  it('whatever the value, a filter holds the conditions of the query and no others', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(fc.constantFrom(';', '*', ',', '=', '>', "'", 'id==1', ' '), { maxLength: 5 }).map((parts) => parts.join('')),
    )
    fc.assert(
      fc.property(text, (value) => {
        const where = `Email='${value.replaceAll('\\', '/').replaceAll("'", "''")}' and Id>1`
        try {
          const conditions = String(createWherePrinter({ dialect: 'rsql' }).print(parseWhere(where), searchableFields)['filter']).split(';')
          assert.deepEqual(conditions, [`email==${value.replaceAll('\\', '/')}`, 'id>1'])
        } catch (error) {
          assert(error instanceof OctetError && error.code === 'expression-not-supported', String(error))
        }
      }),
      readPropertyRuns(21, 1000),
    )
  })
})
