import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { OctetError } from '../lib/errors.ts'
import type { WhereSettings } from './dialect.ts'
import { parseWhere } from './parse-where.ts'
import type { LiteralType, SearchableField, SearchableFields } from './searchable-field.ts'
import { createWherePrinter } from './where-printer.ts'

const types: Readonly<Record<string, LiteralType>> = {
  Name: 'string',
  Amount: 'number',
  Active: 'boolean',
  Day: 'date',
  Changed: 'datetime',
  Stage: 'picklist',
  OwnerId: 'id',
}
const fields: SearchableFields = {
  searchable: [...Object.keys(types), 'Any'],
  filterOf: (path) => {
    const type = types[path]
    const field: SearchableField = { operators: { '*': path }, convert: (literal) => literal, ...(type === undefined ? {} : { type }) }
    return type === undefined && !/^[Aa]ny/.test(path) ? undefined : field
  },
}

const settings: readonly WhereSettings[] = [
  { dialect: 'odata' },
  { dialect: 'odata', version: 'v3' },
  { dialect: 'soql' },
  { dialect: 'coql', parameter: 'body.select_query' },
  { dialect: 'criteria' },
  { dialect: 'filter-groups' },
  { dialect: 'json-query', options: { object: 'lead', references: { OwnerId: 'user' } } },
  { dialect: 'term-search' },
]

type Expected = string | RegExp
/** A text is what is printed (JSON where it is none; `~` before it: the vendor answers more), a regular expression the message of the refusal. */
const cases: readonly (readonly [where: string, ...expected: Expected[]])[] = [
  [
    "Name='x'",
    "Name eq 'x'",
    "Name eq 'x'",
    "Name = 'x'",
    "Name = 'x'",
    '(Name:equals:x)',
    '[{"filters":[{"propertyName":"Name","operator":"EQ","value":"x"}]}]',
    '{"type":"field_condition","field":{"type":"regular_field","object_type":"lead","field_name":"Name"},"condition":{"type":"text","mode":"exact_value","value":"x"}}',
    '{"term":"x","fields":"Name","exact_match":"true"}',
  ],
  [
    "Amount>'5' and Active='True'",
    'Amount gt 5 and Active eq true',
    'Amount gt 5 and Active eq true',
    'Amount > 5 AND Active = true',
    'Amount > 5 and Active = true',
    '((Amount:greater_than:5)and(Active:equals:true))',
    '[{"filters":[{"propertyName":"Amount","operator":"GT","value":"5"},{"propertyName":"Active","operator":"EQ","value":"true"}]}]',
    /"number_range","gt":5.*"boolean","value":true/,
    /one condition at a time/,
  ],
  [
    "Changed>='2026-01-02T03:04+01:00'",
    'Changed ge 2026-01-02T02:04:00.000Z',
    "Changed ge datetime'2026-01-02T02:04:00'",
    'Changed >= 2026-01-02T02:04:00.000Z',
    "Changed >= '2026-01-02T02:04:00+00:00'",
    '(Changed:greater_equal:2026-01-02T02:04:00+00:00)',
    /"GTE","value":"1767319440000"/,
    /"on_or_after":\{"type":"fixed_utc","value":"2026-01-02T02:04:00.000Z"\}/,
    /only = and LIKE/,
  ],
  [
    "Changed>'2026-01-02'",
    'Changed gt 2026-01-02T00:00:00.000Z',
    "Changed gt datetime'2026-01-02T00:00:00'",
    'Changed > 2026-01-02T00:00:00.000Z',
    "Changed > '2026-01-02T00:00:00+00:00'",
    '(Changed:greater_than:2026-01-02T00:00:00+00:00)',
    /"GT","value":"1767312000000"/,
    /"after"/,
    /only = and LIKE/,
  ],
  [
    "Day<'2026-01-02T03:04:05Z'",
    'Day le 2026-01-02',
    "Day le datetime'2026-01-02T00:00:00'",
    'Day <= 2026-01-02',
    "Day <= '2026-01-02'",
    '(Day:less_equal:2026-01-02)',
    /"LTE","value":"1767312000000"/,
    /"on_or_before":\{"type":"fixed_utc","value":"2026-01-02T00/,
    /only = and LIKE/,
  ],
  ["Day='2026-01-02T03:04:05Z'", ...Array(7).fill(/holds days, without a time/), /holds days/],
  [
    "Name!='x'",
    "(Name ne 'x' and Name ne null)",
    "(Name ne 'x' and Name ne null)",
    "(Name != 'x' AND Name != null)",
    "Name != 'x'",
    '(Name:not_equal:x)',
    /"NEQ","value":"x"\},\{"propertyName":"Name","operator":"HAS_PROPERTY"/,
    /^~.*"exact_value","value":"x"\},"negate":true/,
    /only = and LIKE/,
  ],
  [
    "Stage in ('Won','Lost')",
    "(Stage eq 'Won' or Stage eq 'Lost')",
    "(Stage eq 'Won' or Stage eq 'Lost')",
    "Stage IN ('Won', 'Lost')",
    "Stage in ('Won', 'Lost')",
    '(Stage:in:Won,Lost)',
    /"IN","values":\["Won","Lost"\]/,
    /"term","values":\["Won","Lost"\]/,
    /only = and LIKE/,
  ],
  [
    "Name in ('Won')",
    "Name eq 'Won'",
    "Name eq 'Won'",
    "Name IN ('Won')",
    "Name in ('Won')",
    '(Name:in:Won)',
    /"IN","values":\["won"\]/,
    /"exact_value","value":"Won"/,
    /only = and LIKE/,
  ],
  [
    "Any in ('Won')",
    "Any eq 'Won'",
    "Any eq 'Won'",
    "Any IN ('Won')",
    "Any in ('Won')",
    '(Any:in:Won)',
    /^~.*"IN","values":\["Won","won"\]/,
    /"exact_value","value":"Won"/,
    /only = and LIKE/,
  ],
  [
    "Name not in ('a','b')",
    "(Name ne 'a' and Name ne 'b' and Name ne null)",
    "(Name ne 'a' and Name ne 'b' and Name ne null)",
    "(Name NOT IN ('a', 'b') AND Name != null)",
    "Name not in ('a', 'b')",
    /a negated list/,
    /"NOT_IN","values":\["a","b"\]\},\{"propertyName":"Name","operator":"HAS_PROPERTY"/,
    /^~.*"type":"or".*"negate":true/,
    /only = and LIKE/,
  ],
  [
    "Name like 'Ac_e%'",
    "~startswith(Name,'Ac')",
    "~startswith(Name,'Ac')",
    "Name LIKE 'Ac_e%'",
    "~Name like 'Ac%'",
    '~(Name:starts_with:Ac)',
    /^~.*"CONTAINS_TOKEN","value":"Ac\*e\*"/,
    /^~.*"beginning_of_words","value":"Ac"/,
    /^~\{"term":"Ac","fields":"Name"\}/,
  ],
  [
    "Name like '%cme%'",
    "contains(Name,'cme')",
    "substringof('cme',Name)",
    "Name LIKE '%cme%'",
    "Name like '%cme%'",
    /patterns of the form 'abc%'/,
    /^~.*"value":"\*cme\*"/,
    /patterns of the form 'abc%'/,
    '~{"term":"cme","fields":"Name"}',
  ],
  [
    "Name not like 'a%'",
    "(not startswith(Name,'a') and Name ne null)",
    "(not startswith(Name,'a') and Name ne null)",
    "((NOT Name LIKE 'a%') AND Name != null)",
    "Name not like 'a%'",
    /a negation/,
    /a negated pattern/,
    /a negated pattern/,
    /only = and LIKE/,
  ],
  [
    "Name not like 'a_%'",
    /a negation is available of/,
    /a negation/,
    /NOT Name LIKE 'a_%'/,
    /a negation/,
    /a negation/,
    /a negated/,
    /a negated/,
    /only =/,
  ],
  [
    'Name is null or Name = NULL',
    'Name eq null or Name eq null',
    'Name eq null or Name eq null',
    'Name = null OR Name = null',
    'Name is null or Name is null',
    /a test for null/,
    /"NOT_HAS_PROPERTY"/,
    /^~.*"exists"\},"negate":true/,
    /one condition/,
  ],
  [
    'Name is not null',
    'Name ne null',
    'Name ne null',
    'Name != null',
    'Name is not null',
    /a test for null/,
    /"HAS_PROPERTY"/,
    /an empty text passes for no value/,
    /only = and LIKE/,
  ],
  [
    "OwnerId!='001000000000001'",
    /ne '001000000000001'/,
    /ne '001000000000001'/,
    "(OwnerId != '001000000000001' AND OwnerId != null)",
    "OwnerId != '001000000000001'",
    /not_equal:001000000000001/,
    /"NEQ"/,
    /"exists"\}\},.*"reference","reference_type":"user","object_ids":\["001000000000001"\]\},"negate":true/,
    /only = and LIKE/,
  ],
  [
    "Active not in ('true')",
    /ne true/,
    /ne true/,
    'Active NOT IN (true)',
    /in no list/,
    /negated list/,
    /"NOT_IN"/,
    /"negate":true/,
    /only =/,
  ],
  ["Amount='five'", ...Array(8).fill(/expected a number for Amount, got "five"/)],
  ["Changed>'Jan 15, 2014'", ...Array(7).fill(/expected a date or date-time/), /only =|expected a date/],
  ["Other='x'", ...Array(8).fill(/Field Other cannot be searched with = at this vendor; searchable: Name, /)],
  ['Any=5', 'Any eq 5', 'Any eq 5', 'Any = 5', 'Any = 5', '(Any:equals:5)', /"EQ","value":"5"/, /"gte":5,"lte":5/, /"term":"5"/],
  ["Any='5'", "Any eq '5'", "Any eq '5'", "Any = '5'", "Any = '5'", '(Any:equals:5)', /"EQ","value":"5"/, /"exact_value"/, /"term":"5"/],
  [
    "Name='a' and (Amount=1 or Amount=2)",
    "Name eq 'a' and (Amount eq 1 or Amount eq 2)",
    "Name eq 'a' and (Amount eq 1 or Amount eq 2)",
    "Name = 'a' AND (Amount = 1 OR Amount = 2)",
    "Name = 'a' and (Amount = 1 or Amount = 2)",
    '((Name:equals:a)and((Amount:equals:1)or(Amount:equals:2)))',
    /^\[\{"filters":\[[^\]]*"a"\},[^\]]*"1"\}\]\},\{"filters":\[[^\]]*"a"\},[^\]]*"2"\}\]\}\]$/,
    /"type":"or"/,
    /one condition/,
  ],
  [
    'Amount>=1 and Amount<=9',
    /ge 1/,
    /ge 1/,
    /Amount >= 1/,
    /Amount >= 1/,
    /greater_equal/,
    /"BETWEEN","value":"1","highValue":"9"/,
    /"gte":1/,
    /one condition/,
  ],
  [
    'Amount=1 and Amount=2 and Amount=3',
    /eq/,
    /eq/,
    /AND/,
    '(Amount = 1 and Amount = 2) and Amount = 3',
    /and/,
    /EQ/,
    /"and"/,
    /one condition/,
  ],
  [`Amount in (${Array(101).fill(1).join(',')})`, /eq/, /eq/, /IN/, /100 values/, /100 values/, /"IN"/, /"or"/, /only =/],
  [Array(26).fill('Amount=1').join(' and '), /eq/, /eq/, /AND/, /25 conditions/, /10 conditions/, /EQ/, /"and"/, /one condition/],
  [Array(6).fill('Amount=1').join(' or '), /eq/, /eq/, /OR/, /or/, /or/, /5 alternatives/, /"or"/, /one condition/],
  [
    [1, 2, 3, 4, 5, 6, 7].map((n) => `Amount=${n}`).join(' and '),
    /eq/,
    /eq/,
    /AND/,
    /and/,
    /and/,
    /6 conditions in each of 5 alternatives/,
    /"and"/,
    /one condition/,
  ],
]

for (const [at, setting] of settings.entries()) {
  const printer = createWherePrinter({ text: 'ignore-case', ...setting })
  describe(`where as ${setting.dialect} ${setting.version ?? ''}`, () => {
    for (const [where, ...expected] of cases) {
      it(`${where.slice(0, 60)} → ${String(expected[at]).slice(0, 80)}`, () => check(printer, where, expected[at]!))
    }
  })
}

function check(printer: ReturnType<typeof createWherePrinter>, where: string, expected: Expected): void {
  const printed = tell(printer, where)
  if (typeof expected === 'string') assert.equal(printed, expected)
  else assert.match(printed, expected)
}

/** The printed text, or the message of the refusal; the two must agree with what the printer says of itself. */
function tell(printer: ReturnType<typeof createWherePrinter>, where: string): string {
  const expression = parseWhere(where)
  try {
    const printed = printer.print(expression, fields)
    assert(printer.canSay(expression, fields))
    const places = Object.values(printed)
    const [only] = places
    const said = places.length > 1 ? JSON.stringify(printed) : typeof only === 'string' ? only : JSON.stringify(unwrap(only))
    return `${printer.isExact(expression, fields) ? '' : '~'}${said}`
  } catch (error) {
    assert(error instanceof OctetError && error.status === 400, String(error))
    if (error.code !== 'invalid-parameter') assert(!printer.canSay(expression, fields))
    return error.message
  }
}

/** A json-query without the kind of record that it always begins with. */
function unwrap(printed: unknown): unknown {
  const { type, queries } = printed as { type?: string; queries?: unknown[] }
  if (type !== 'and' || queries === undefined) return printed
  assert.deepEqual(queries[0], { type: 'object_type', object_type: 'lead' })
  return queries[1]
}

describe('operators that a vendor answers more widely than asked', () => {
  const printer = createWherePrinter({ dialect: 'coql' })
  const ofWhere = (where: string) => {
    const expression = parseWhere(where)
    return printer.canSay(expression, fields) ? (printer.isExact(expression, fields) ? 'exact' : 'wide') : 'not said'
  }
  const expected: readonly (readonly [where: string, expected: string])[] = [
    ["Name='x'", 'wide'],
    ["Any='x'", 'wide'],
    ["Name in ('x')", 'wide'],
    ["Name like 'x%'", 'wide'],
    ["Name!='x'", 'not said'],
    ["Name not in ('x')", 'not said'],
    ["Name not like 'x%'", 'not said'],
    ['Name is null', 'exact'],
    ['Amount=5', 'exact'],
    ["OwnerId!='1'", 'exact'],
    ["Day='2026-01-01'", 'exact'],
    ["Amount=5 and Name='x'", 'wide'],
  ]
  for (const [where, answer] of expected) it(`${where}: ${answer}`, () => assert.equal(ofWhere(where), answer))
})

describe('settings that do not fit', () => {
  const wrong: readonly (readonly [settings: WhereSettings, message: RegExp])[] = [
    [{ dialect: 'json-query' }, /where\.options\.object: expected a text, got undefined/],
    [
      { dialect: 'json-query', options: { object: 'lead', references: 1 } },
      /where\.options\.references: expected an object of texts, got 1/,
    ],
    [{ dialect: 'filter-groups', options: { groups: 0 } }, /where\.options\.groups: expected a whole number above 0, got 0/],
    [{ dialect: 'term-search', options: { term: '' } }, /where\.options\.term: expected a text, got ""/],
  ]
  for (const [setting, message] of wrong) it(message.source, () => assert.throws(() => createWherePrinter(setting), message))
})
