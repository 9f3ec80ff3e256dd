import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { ceqlShapes } from '../ceql/fixtures/shapes.ts'
import { parseWhere } from '../ceql/parse-where.ts'
import { OctetError } from '../lib/errors.ts'
import { convertWhere } from './converters.ts'

const names = [
  'toQueryParameters',
  'toODataFilter',
  'toODataV3Filter',
  'toBazaarvoice',
  'toQuickbase',
  'toWiql',
  'toSoql',
  'toSql',
] as const
type Name = (typeof names)[number]

function convert(name: string, where: string, vendorName = `converter:${name}`): string {
  return convertWhere(name, parseWhere(where), vendorName)
    .map(([parameter, text]) => `${parameter} → ${text}`)
    .join(' & ')
}

const isRefusal = (error: unknown) => error instanceof OctetError && error.code === 'expression-not-supported' && error.status === 400

/** `null`: refused. One text for both kinds of OData, or for SQL and its kin, where they agree. */
interface Expected {
  readonly flat: string | null
  readonly odata: string | null
  readonly odata3?: string | null
  readonly triples: string | null
  readonly brackets: string | null
  readonly wiql: string | null
  readonly soql?: string | null
  readonly sql: string | null
}

const cases: Record<string, Expected> = {
  "f='S'": {
    flat: 'f → S',
    odata: "f eq 'S'",
    triples: 'filter → f:eq:S',
    brackets: "{f.EX.'S'}",
    wiql: "[f] = 'S'",
    sql: "f = 'S'",
  },
  "f!='S'": {
    flat: null,
    odata: "f ne 'S'",
    triples: 'filter → f:neq:S',
    brackets: "{f.XEX.'S'}",
    wiql: "[f] <> 'S'",
    soql: "f != 'S'",
    sql: "f <> 'S'",
  },
  'f>=12 and g<3.5': {
    flat: 'f → 12 & g → 3.5',
    odata: 'f ge 12 and g lt 3.5',
    triples: 'filter → f:gte:12 & filter → g:lt:3.5',
    brackets: "{f.GTE.'12'}AND{g.LT.'3.5'}",
    wiql: '[f] >= 12 AND [g] < 3.5',
    sql: 'f >= 12 AND g < 3.5',
  },
  'f=True': {
    flat: 'f → True',
    odata: 'f eq true',
    triples: 'filter → f:eq:True',
    brackets: "{f.EX.'True'}",
    wiql: '[f] = true',
    sql: 'f = true',
  },
  "f='true'": {
    flat: 'f → true',
    odata: "f eq 'true'",
    triples: 'filter → f:eq:true',
    brackets: "{f.EX.'true'}",
    wiql: "[f] = 'true'",
    sql: "f = 'true'",
  },
  "f='O''Brien'": {
    flat: "f → O'Brien",
    odata: "f eq 'O''Brien'",
    triples: "filter → f:eq:O'Brien",
    brackets: null,
    wiql: "[f] = 'O''Brien'",
    soql: "f = 'O\\'Brien'",
    sql: "f = 'O''Brien'",
  },
  "f=''": { flat: 'f → ', odata: "f eq ''", triples: 'filter → f:eq:', brackets: "{f.EX.''}", wiql: "[f] = ''", sql: "f = ''" },
  'f = a.b': {
    flat: 'f → a.b',
    odata: "f eq 'a.b'",
    triples: 'filter → f:eq:a.b',
    brackets: "{f.EX.'a.b'}",
    wiql: "[f] = 'a.b'",
    sql: "f = 'a.b'",
  },
  "a.b='a:b,c\\d'": {
    flat: 'a.b → a:b,c\\d',
    odata: "a/b eq 'a:b,c\\d'",
    triples: 'filter → a.b:eq:a\\:b\\,c\\\\d',
    brackets: null,
    wiql: "[a.b] = 'a:b,c\\d'",
    soql: "a.b = 'a:b,c\\\\d'",
    sql: null,
  },
  "f in ('a',2)": {
    flat: 'f → a,2',
    odata: "(f eq 'a' or f eq 2)",
    triples: 'filter → f:eq:a,2',
    brackets: "({f.EX.'a'}OR{f.EX.'2'})",
    wiql: "[f] IN ('a', 2)",
    sql: "f IN ('a', 2)",
  },
  "f not in ('a','b')": {
    flat: null,
    odata: "(f ne 'a' and f ne 'b')",
    triples: 'filter → f:neq:a,b',
    brackets: "({f.XEX.'a'}AND{f.XEX.'b'})",
    wiql: "[f] NOT IN ('a', 'b')",
    sql: "f NOT IN ('a', 'b')",
  },
  "f like 'S'": { flat: 'f → S', odata: "f eq 'S'", triples: 'filter → f:eq:S', brackets: "{f.EX.'S'}", wiql: "[f] = 'S'", sql: "f = 'S'" },
  "f like 'S%'": { flat: 'f → S%', odata: "startswith(f,'S')", triples: null, brackets: "{f.SW.'S'}", wiql: null, sql: "f LIKE 'S%'" },
  "f like '%S'": { flat: 'f → %S', odata: "endswith(f,'S')", triples: null, brackets: null, wiql: null, sql: "f LIKE '%S'" },
  "f like '%S%'": {
    flat: 'f → %S%',
    odata: "contains(f,'S')",
    odata3: "substringof('S',f)",
    triples: null,
    brackets: "{f.CT.'S'}",
    wiql: "[f] CONTAINS 'S'",
    sql: "f LIKE '%S%'",
  },
  "f not like '%S%'": {
    flat: null,
    odata: "not contains(f,'S')",
    odata3: "not substringof('S',f)",
    triples: null,
    brackets: "{f.XCT.'S'}",
    wiql: "[f] NOT CONTAINS 'S'",
    soql: "(NOT f LIKE '%S%')",
    sql: "f NOT LIKE '%S%'",
  },
  "f like 'a%b'": { flat: 'f → a%b', odata: null, triples: null, brackets: null, wiql: null, sql: "f LIKE 'a%b'" },
  'f is null': {
    flat: null,
    odata: 'f eq null',
    triples: null,
    brackets: "{f.EX.''}",
    wiql: "[f] = ''",
    soql: 'f = null',
    sql: 'f IS NULL',
  },
  'f != null': {
    flat: null,
    odata: 'f ne null',
    triples: null,
    brackets: "{f.XEX.''}",
    wiql: "[f] <> ''",
    soql: 'f != null',
    sql: 'f IS NOT NULL',
  },
  'f > null': { flat: null, odata: null, triples: null, brackets: null, wiql: null, sql: null },
  "f='a' or g='b' and h=1": {
    flat: null,
    odata: "f eq 'a' or (g eq 'b' and h eq 1)",
    triples: null,
    brackets: "{f.EX.'a'}OR({g.EX.'b'}AND{h.EX.'1'})",
    wiql: "[f] = 'a' OR ([g] = 'b' AND [h] = 1)",
    sql: "f = 'a' OR (g = 'b' AND h = 1)",
  },
  "f > 'S' and (g = 'a' or g = 'b')": {
    flat: null,
    odata: "f gt 'S' and (g eq 'a' or g eq 'b')",
    triples: null,
    brackets: "{f.GT.'S'}AND({g.EX.'a'}OR{g.EX.'b'})",
    wiql: "[f] > 'S' AND ([g] = 'a' OR [g] = 'b')",
    sql: "f > 'S' AND (g = 'a' OR g = 'b')",
  },
  "f>'2017-02-28T16:11:29Z'": {
    flat: 'f → 2017-02-28T16:11:29Z',
    odata: 'f gt 2017-02-28T16:11:29Z',
    odata3: "f gt datetime'2017-02-28T16:11:29'",
    triples: 'filter → f:gt:2017-02-28T16\\:11\\:29Z',
    brackets: "{f.AF.'2017-02-28T16:11:29Z'}",
    wiql: "[f] > '2017-02-28T16:11:29Z'",
    soql: 'f > 2017-02-28T16:11:29Z',
    sql: "f > '2017-02-28T16:11:29Z'",
  },
  'f<=2017-02-28T16:11-0630': {
    flat: 'f → 2017-02-28T16:11-0630',
    odata: 'f le 2017-02-28T16:11-06:30',
    odata3: "f le datetimeoffset'2017-02-28T16:11-06:30'",
    triples: 'filter → f:lte:2017-02-28T16\\:11-0630',
    brackets: "{f.OBF.'2017-02-28T16:11-0630'}",
    wiql: "[f] <= '2017-02-28T16:11-0630'",
    soql: 'f <= 2017-02-28T16:11:00-06:30',
    sql: "f <= '2017-02-28T16:11-0630'",
  },
  "f>='2014-08-01'": {
    flat: 'f → 2014-08-01',
    odata: 'f ge 2014-08-01',
    odata3: "f ge datetime'2014-08-01T00:00:00'",
    triples: 'filter → f:gte:2014-08-01',
    brackets: "{f.OAF.'2014-08-01'}",
    wiql: "[f] >= '2014-08-01'",
    soql: 'f >= 2014-08-01',
    sql: "f >= '2014-08-01'",
  },
  "f='3fa85f64-5717-4562-b3fc-2c963f66afa6'": {
    flat: 'f → 3fa85f64-5717-4562-b3fc-2c963f66afa6',
    odata: "f eq '3fa85f64-5717-4562-b3fc-2c963f66afa6'",
    odata3: "f eq guid'3fa85f64-5717-4562-b3fc-2c963f66afa6'",
    triples: 'filter → f:eq:3fa85f64-5717-4562-b3fc-2c963f66afa6',
    brackets: "{f.EX.'3fa85f64-5717-4562-b3fc-2c963f66afa6'}",
    wiql: "[f] = '3fa85f64-5717-4562-b3fc-2c963f66afa6'",
    sql: "f = '3fa85f64-5717-4562-b3fc-2c963f66afa6'",
  },
  "`6`='v'": { flat: '6 → v', odata: null, triples: null, brackets: "{6.EX.'v'}", wiql: "[6] = 'v'", sql: null },
  "'Modified Time'='v'": {
    flat: 'Modified Time → v',
    odata: null,
    triples: null,
    brackets: "{Modified Time.EX.'v'}",
    wiql: "[Modified Time] = 'v'",
    sql: null,
  },
  "f='a' and f='b'": {
    flat: null,
    odata: "f eq 'a' and f eq 'b'",
    triples: 'filter → f:eq:a & filter → f:eq:b',
    brackets: "{f.EX.'a'}AND{f.EX.'b'}",
    wiql: "[f] = 'a' AND [f] = 'b'",
    sql: "f = 'a' AND f = 'b'",
  },
  "f in ('a,b','c')": {
    flat: null,
    odata: "(f eq 'a,b' or f eq 'c')",
    triples: 'filter → f:eq:a\\,b,c',
    brackets: "({f.EX.'a,b'}OR{f.EX.'c'})",
    wiql: "[f] IN ('a,b', 'c')",
    sql: "f IN ('a,b', 'c')",
  },
}

/** What a case expects of a converter, with the vendor's parameter in front. */
function expectOf(name: Name, expected: Expected): string | null {
  const { flat, odata, odata3 = odata, triples, brackets, wiql, sql, soql = sql } = expected
  const texts: Record<Name, [prefix: string, text: string | null]> = {
    toQueryParameters: ['', flat],
    toODataFilter: ['$filter → ', odata],
    toODataV3Filter: ['$filter → ', odata3],
    toBazaarvoice: ['', triples],
    toQuickbase: ['query → ', brackets],
    toWiql: ['where → ', wiql],
    toSoql: ['where → ', soql],
    toSql: ['where → ', sql],
  }
  const [prefix, text] = texts[name]
  return text === null ? null : prefix + text
}

for (const name of names) {
  describe(`where by ${name}`, () => {
    for (const [where, expected] of Object.entries(cases)) {
      const text = expectOf(name, expected)
      if (text === null) it(`${where} is refused`, () => assert.throws(() => convert(name, where), isRefusal))
      else it(`${where}: ${text}`, () => assert.equal(convert(name, where), text))
    }
    it('of whatever clients of the original send gives something, or says what cannot be searched', () => {
      for (const shape of ceqlShapes) {
        try {
          assert.notEqual(convert(name, shape), '', shape)
        } catch (error) {
          assert(isRefusal(error), `${shape}: ${error}`)
        }
      }
    })
  })
}

describe('a converter', () => {
  it('writes the parameter that the element names', () => {
    assert.equal(convert('toODataFilter', 'f=1', 'filter'), 'filter → f eq 1')
    assert.equal(convert('toBazaarvoice', 'f=1', 'Filter'), 'Filter → f:eq:1')
  })
  for (const name of ['toNothing', 'constructor', '']) {
    it(`${JSON.stringify(name)} is unknown, and the 400 says which are not`, () => {
      assert.throws(
        () => convert(name, 'f=1'),
        (error) =>
          error instanceof OctetError &&
          error.code === 'converter-unknown' &&
          error.status === 400 &&
          /toQueryParameters/.test(error.message),
      )
    })
  }
})
