// COQL: conditions by type, joins, order, pages, groups, and the vendor's refusals.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { parseCoql } from './coql/parse.ts'
import { ApiError } from './errors.ts'
import { type Caller, firstId, startWithCaller } from './test-client.ts'

const ask = (call: Caller, select_query: string) => call('POST', '/coql', { select_query })

async function column(call: Caller, query: string, key: string): Promise<unknown[]> {
  const { status, data, text } = await ask(call, query)
  assert.ok(status === 200 || status === 204, text)
  return data.map((each) => each[key])
}

test('columns and the id come back, with a count and whether there is more', async (t) => {
  const { zoho, call } = await startWithCaller(t)
  const { body } = await ask(call, "select Last_Name, Account_Name from Contacts where Last_Name = 'marsh' limit 1")
  const account = { id: firstId(zoho, 'Accounts') }
  assert.deepEqual(body, {
    data: [{ Last_Name: 'Marsh', Account_Name: account, id: firstId(zoho, 'Contacts') }],
    info: { count: 1, more_records: true },
  })
})

test('conditions by type', async (t) => {
  const { call } = await startWithCaller(t)
  const amounts = (where: string) => column(call, `select Amount from Deals where ${where} order by Amount asc`, 'Amount')
  assert.deepEqual(await amounts('Amount between 1500 and 3000'), [1500, 2250, 3000])
  assert.deepEqual(await amounts('Amount < 2000 or Amount > 18000'), [1500, 18_750])
  assert.equal((await amounts("Stage in ('Closed Won', 'closed lost')")).length, 4)
  assert.equal((await amounts("Stage not in ('Closed Won')")).length, 22)
  assert.equal((await amounts("Deal_Name like '%roll%'")).length, 12)
  assert.equal((await amounts("Deal_Name not like 'Amber%'")).length, 22)
  assert.equal((await amounts('Campaign_Source is null')).length, 18)
  assert.equal((await amounts("Closing_Date <= '2026-01-26'")).length, 2)
  assert.equal((await amounts('Closing_Date <= 2026-01-26')).length, 2)
  assert.equal((await column(call, 'select id from Contacts where Newsletter = true', 'id')).length, 12)
  assert.equal((await column(call, "select id from Accounts where Modified_Time > '2026-01-05T01:06:00-08:00'", 'id')).length, 6)
})

test('a missing value is neither equal nor unequal', async (t) => {
  const { call } = await startWithCaller(t)
  const count = async (where: string) => (await column(call, `select id from Contacts where ${where}`, 'id')).length
  assert.equal(await count("Mobile != 'x'"), 18)
  assert.equal(await count("(Mobile = 'x' or Last_Name = 'Smith')"), 3)
  assert.equal(await count('Mobile is not null'), 18)
})

test('paths follow lookups, users, and $se_module by an arrow', async (t) => {
  const { zoho, call } = await startWithCaller(t)
  const path = 'Account_Name.Account_Name'
  const names = await column(call, `select ${path} from Contacts where ${path} like 'Kite%'`, path)
  assert.deepEqual(names, ['Kite Analytics', 'Kite Analytics', 'Kite Analytics'])
  const deep = 'Contact_Name.Account_Name.Billing_City'
  assert.ok((await column(call, `select ${deep} from Deals where ${deep} = 'Cork'`, deep)).length > 0)
  assert.equal((await column(call, "select Owner.email from Contacts where Owner.full_name = 'Ines Admin'", 'Owner.email')).length, 18)
  const arrow = 'What_Id->Deals.Deal_Name'
  assert.ok((await column(call, `select ${arrow} from Tasks where ${arrow} like 'Amber%'`, arrow)).length > 0)
  assert.equal((await column(call, `select id from Contacts where Account_Name = '${firstId(zoho, 'Accounts')}'`, 'id')).length, 3)
  assert.equal((await ask(call, 'select a.b.c.d from Deals where id is not null')).status, 400)
})

test('quotes inside a text are doubled or escaped', async (t) => {
  const { call } = await startWithCaller(t)
  await call('POST', '/Contacts', { data: [{ Last_Name: "D'Arcy" }] })
  for (const text of ["'D''Arcy'", "'D\\'Arcy'", '"D\'Arcy"']) {
    assert.deepEqual(await column(call, `select Last_Name from Contacts where Last_Name = ${text}`, 'Last_Name'), ["D'Arcy"])
  }
})

test('order, limit and offset in both forms; two hundred unless asked otherwise; nothing found is 204', async (t) => {
  const { call } = await startWithCaller(t)
  const first = (tail: string) => column(call, `select Amount from Deals where id is not null ${tail}`, 'Amount')
  assert.deepEqual(await first('order by Amount desc limit 2'), [18_750, 18_000])
  assert.deepEqual(await first('order by Amount desc limit 1, 2'), [18_000, 17_250])
  assert.deepEqual(await first('order by Amount desc limit 2 offset 1'), [18_000, 17_250])
  const sorted = await column(
    call,
    'select Stage, Amount from Deals where id is not null order by Stage asc, Amount desc limit 2',
    'Amount',
  )
  assert.deepEqual(sorted, [13_500, 6_750])
  assert.equal((await ask(call, "select id from Deals where Deal_Name = 'nothing'")).status, 204)
})

test('groups and aggregates', async (t) => {
  const { call } = await startWithCaller(t)
  const { data } = await ask(call, 'select Stage, COUNT(id), SUM(Amount) as total from Deals where id is not null group by Stage')
  assert.equal(data.length, 9)
  assert.deepEqual(data[0], { Stage: 'Qualification', 'COUNT(id)': 3, total: 24_750 })
  const [whole] = (await ask(call, 'select MAX(Amount), MIN(Amount), AVG(Amount) from Deals where id is not null')).data
  assert.deepEqual(whole, { 'MAX(Amount)': 18_750, 'MIN(Amount)': 1_500, 'AVG(Amount)': 10_125 })
})

test('what cannot be asked is refused in the vendor’s words', async (t) => {
  const { zoho, call } = await startWithCaller(t)
  const refusal = async (query: string) => {
    const { status, body } = await ask(call, query)
    assert.equal(status, 400, query)
    return [body['code'], body['message'], body['details']]
  }
  const where = 'where id is not null'
  assert.deepEqual(await refusal('select id from Deals'), ['SYNTAX_ERROR', 'missing clause', { clause: 'where' }])
  assert.deepEqual((await refusal(`delete from Deals ${where}`))[1], 'given coql query not supported')
  assert.deepEqual(await refusal(`select Nonsense from Deals ${where}`), [
    'INVALID_QUERY',
    'column given seems to be invalid',
    { column_name: 'Nonsense' },
  ])
  assert.deepEqual((await refusal(`select id from Nonsense ${where}`))[0], 'INVALID_MODULE')
  assert.deepEqual((await refusal("select id from Deals where Stage > 'a'"))[2], {
    reason: 'invalid operator found',
    column_name: 'Stage',
    operator: '>',
  })
  assert.equal((await refusal("select id from Deals where Amount = 'much'"))[1], 'value given seems to be invalid for the column')
  assert.equal((await refusal("select id from Deals where Description like 'a%'"))[1], 'unsupported column in criteria')
  assert.equal((await refusal(`select id, id from Deals ${where}`))[0], 'DUPLICATE_DATA')
  assert.equal((await refusal(`select id from Deals ${where} limit 2001`))[0], 'LIMIT_EXCEEDED')
  assert.equal((await refusal(`select id from Deals ${where} limit 0`))[0], 'INVALID_DATA')
  const many = Array.from({ length: 101 }, () => "'a'").join(',')
  assert.equal((await refusal(`select id from Deals where Stage in (${many})`))[0], 'LIMIT_EXCEEDED')
  assert.equal((await call('POST', '/coql', {})).body['code'], 'MANDATORY_NOT_FOUND')
  const three = "select id from Deals where Stage = 'a' and Stage = 'b' and Stage = 'c'"
  assert.equal((await refusal(three))[0], 'SYNTAX_ERROR')
  zoho.options.coqlPairs = false
  assert.equal((await ask(call, three)).status, 204)
})

test('brackets hold alternatives together before `and`', () => {
  const { filter } = parseCoql("select id from Deals where (Stage = 'a' or Stage = 'b') and Amount = 1", { pairs: true })
  assert.deepEqual([filter.kind, 'left' in filter && filter.left.kind], ['and', 'or'])
  const plain = parseCoql("select id from Deals where Stage = 'a' or Stage = 'b' and Amount = 1", { pairs: false }).filter
  assert.deepEqual([plain.kind, 'right' in plain && plain.right.kind], ['or', 'and'])
})

test('any text is a query or a refusal', () => {
  const parts = [
    'select',
    'id',
    ',',
    'from',
    'Deals',
    'where',
    'Stage',
    '=',
    "'a'",
    '(',
    ')',
    'and',
    'in',
    'is',
    'null',
    'limit',
    '2',
    '%',
    "'",
  ]
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...parts), { maxLength: 14 }), (words) => {
      try {
        parseCoql(words.join(' '), { pairs: true })
      } catch (error) {
        assert.ok(error instanceof ApiError && error.status === 400, String(error))
      }
    }),
  )
})
