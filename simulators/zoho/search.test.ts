// The search endpoint: its language, what "equals" means to its index, its limits and refusals.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { CriteriaError, listConditions, parseCriteria } from './search/criteria.ts'
import { type Caller, firstId, startWithCaller } from './test-client.ts'

const search = (call: Caller, module: string, query: Record<string, string>) =>
  call('GET', `/${module}/search?${new URLSearchParams(query)}`)

async function find(call: Caller, module: string, criteria: string, field: string): Promise<unknown[]> {
  const { data, status, text } = await search(call, module, { criteria, fields: field, sort_order: 'asc' })
  assert.ok(status === 200 || status === 204, text)
  return data.map((each) => each[field])
}

test('criteria compare by type, joined by and, or and brackets', async (t) => {
  const { call } = await startWithCaller(t)
  assert.deepEqual(await find(call, 'Contacts', '(Last_Name:equals:smith)', 'Full_Name'), ['Goran Smith', 'Farah Smith', 'Emil Smith'])
  const both = '((Last_Name:equals:Smith)and(First_Name:starts_with:fa))'
  assert.deepEqual(await find(call, 'Contacts', both, 'Full_Name'), ['Farah Smith'])
  const nested = '(((Last_Name:equals:Smith) and (First_Name:equals:Emil)) or (Email:equals:contact1@northwind.example))'
  assert.deepEqual(await find(call, 'Contacts', nested, 'Full_Name'), ['Ada Marsh', 'Emil Smith'])
  assert.deepEqual(await find(call, 'Deals', '(Amount:between:1500,3000)', 'Amount'), [1500, 2250, 3000])
  assert.deepEqual(await find(call, 'Deals', '(Amount:greater_than:18000)', 'Amount'), [18_750])
  assert.deepEqual(await find(call, 'Deals', '(Closing_Date:less_equal:2026-01-26)', 'Closing_Date'), ['2026-01-25', '2026-01-26'])
  assert.equal((await find(call, 'Deals', '(Stage:in:Closed Won,Closed Lost)', 'Stage')).length, 4)
  assert.equal((await find(call, 'Contacts', '(Newsletter:equals:true)', 'id')).length, 12)
  assert.equal((await find(call, 'Contacts', '(Spoken_Languages:equals:Korean)', 'id')).length, 14)
})

test('lookups are found by id and by name', async (t) => {
  const { zoho, call } = await startWithCaller(t)
  const account = firstId(zoho, 'Accounts')
  assert.equal((await find(call, 'Contacts', `(Account_Name:equals:${account})`, 'id')).length, 3)
  assert.equal((await find(call, 'Contacts', '(Account_Name:equals:Amber Robotics)', 'id')).length, 3)
  assert.equal((await find(call, 'Contacts', '(Owner:equals:Ines Admin)', 'id')).length, 18)
})

test('times compare as times, whatever their zone', async (t) => {
  const { call } = await startWithCaller(t)
  const after = '(Created_Time:greater_than:2026-01-05T09:12:00Z)'
  const before = '(Created_Time:less_equal:2026-01-05T01:12:00-08:00)'
  const [late, early] = [await find(call, 'Accounts', after, 'id'), await find(call, 'Accounts', before, 'id')]
  assert.deepEqual([late.length, early.length], [0, 12])
})

test('system times cannot be searched where the knob says so', async (t) => {
  const { call } = await startWithCaller(t, { systemTimesSearchable: false })
  const refused = await search(call, 'Accounts', { criteria: '(Modified_Time:greater_than:2026-01-05T09:12:00Z)' })
  assert.deepEqual(refused.body['details'], { reason: 'the field is not available for search', api_name: 'Modified_Time' })
})

test('equals finds the words of a text inside a longer one, signs aside; the knob makes it exact', async (t) => {
  const { zoho, call } = await startWithCaller(t)
  await call('POST', '/Accounts', { data: [{ Account_Name: 'Ferro' }, { Account_Name: 'Ferrous' }] })
  assert.deepEqual(await find(call, 'Accounts', '(Account_Name:equals:ferro)', 'Account_Name'), ['Ferro Castings', 'Ferro'])
  assert.equal((await find(call, 'Contacts', '(Email:equals:contact1_northwind.example)', 'Email')).length, 1)
  zoho.options.searchEquals = 'exact'
  assert.deepEqual(await find(call, 'Accounts', '(Account_Name:equals:ferro)', 'Account_Name'), ['Ferro'])
})

test('brackets, commas and a last backslash in a value are escaped', async (t) => {
  const { call } = await startWithCaller(t, { searchEquals: 'exact' })
  await call('POST', '/Accounts', { data: [{ Account_Name: 'Slash\\' }] })
  assert.deepEqual(await find(call, 'Accounts', '(Account_Name:equals:Gable \\(Homes\\))', 'Account_Name'), ['Gable (Homes)'])
  assert.deepEqual(await find(call, 'Accounts', '(Account_Name:in:Hollow Pine\\, Inc.,Kite Analytics)', 'Account_Name'), [
    'Hollow Pine, Inc.',
    'Kite Analytics',
  ])
  assert.deepEqual(await find(call, 'Accounts', '(Account_Name:equals:Slash\\\\)', 'Account_Name'), ['Slash\\'])
})

test('a record without a value is found by no condition on it', async (t) => {
  const { call } = await startWithCaller(t)
  const all = (await find(call, 'Contacts', '(Last_Name:not_equal:zzz)', 'id')).length
  assert.equal(all, 36)
  assert.equal((await find(call, 'Contacts', '(Mobile:not_equal:zzz)', 'id')).length, 18)
})

test('wrong fields, operators, values and forms are told apart', async (t) => {
  const { call } = await startWithCaller(t)
  const details = async (module: string, criteria: string) => {
    const reply = await search(call, module, { criteria })
    assert.deepEqual([reply.status, reply.body['code'], reply.body['message']], [400, 'INVALID_QUERY', 'Invalid query formed'])
    return reply.body['details']
  }
  assert.deepEqual(await details('Contacts', '(Nonsense:equals:x)'), {
    reason: 'the field is not available for search',
    api_name: 'Nonsense',
  })
  assert.deepEqual(await details('Contacts', '(Email:greater_than:x)'), {
    operator: 'greater_than',
    reason: 'invalid operator found',
    api_name: 'Email',
  })
  assert.deepEqual(await details('Deals', '(Amount:equals:much)'), {
    expected_data_type: 'currency',
    reason: 'invalid value for search',
    api_name: 'Amount',
  })
  assert.ok(await details('Contacts', 'Last_Name:equals:x'))
  assert.ok(await details('Contacts', '((Last_Name:equals:x)and)'))
})

test('ten conditions at most, a hundred values at most, two thousand records at most', async (t) => {
  const { call } = await startWithCaller(t)
  const many = Array.from({ length: 11 }, () => '(Last_Name:equals:x)').join('or')
  assert.equal((await search(call, 'Contacts', { criteria: `(${many})` })).body['code'], 'CRITERIA_LIMIT_EXCEEDED')
  const values = Array.from({ length: 101 }, (_, at) => `v${at}`).join(',')
  assert.match(String((await search(call, 'Contacts', { criteria: `(Last_Name:in:${values})` })).body['message']), /Only 100 values/)
  const far = await search(call, 'Contacts', { criteria: '(Last_Name:equals:smith)', page: '11' })
  assert.deepEqual([far.body['code'], far.body['details']], ['LIMIT_REACHED', { limit: '2000' }])
})

test('e-mail, telephone and word search across fields; one parameter counts, criteria first', async (t) => {
  const { call } = await startWithCaller(t)
  const count = async (query: Record<string, string>) => (await search(call, 'Contacts', query)).data.length
  assert.equal(await count({ email: 'contact7@northwind.example' }), 1)
  assert.equal(await count({ phone: '(408) 555-1003' }), 1)
  assert.equal(await count({ word: 'smi' }), 3)
  assert.equal(await count({ word: 'nobody' }), 0)
  assert.equal(await count({ word: 'smith', criteria: '(Last_Name:equals:Weiss)' }), 3)
  const none = await search(call, 'Contacts', {})
  assert.deepEqual(
    [none.body['code'], none.body['details']],
    ['EXPECTED_PARAM_MISSING', { param_names: ['criteria', 'email', 'phone', 'word'] }],
  )
  assert.equal((await search(call, 'Contacts', { word: 'x' })).body['code'], 'INVALID_DATA')
})

test('pages and order of a search; nothing found is 204', async (t) => {
  const { call } = await startWithCaller(t)
  const query = { criteria: '(Amount:greater_than:0)', per_page: '10', sort_by: 'Amount', sort_order: 'asc', fields: 'Amount' }
  const { data, body } = await search(call, 'Deals', { ...query, page: '2' })
  assert.deepEqual([data.length, data[0]?.['Amount']], [10, 9_000])
  assert.deepEqual(body['info'], { per_page: 10, count: 10, sort_by: 'Amount', page: 2, sort_order: 'asc', more_records: true })
  assert.equal((await search(call, 'Contacts', { criteria: '(Last_Name:equals:nobody)' })).status, 204)
})

test('a new record is found once the index has caught up', async (t) => {
  let time = Date.UTC(2026, 5, 1)
  const { call } = await startWithCaller(t, { searchLagMs: 5_000, now: () => time })
  await call('POST', '/Contacts', { data: [{ Last_Name: 'Freshly' }] })
  assert.equal((await search(call, 'Contacts', { word: 'freshly' })).status, 204)
  time += 5_000
  assert.equal((await search(call, 'Contacts', { word: 'freshly' })).status, 200)
})

test('what is escaped comes back as it was, and any text is criteria or an error of criteria', () => {
  const escapeValue = (text: string) => text.replace(/[(),\\]/g, '\\$&')
  fc.assert(
    fc.property(fc.string(), (value) => {
      const [condition] = listConditions(parseCriteria(`(A:equals:${escapeValue(value)})`))
      assert.equal(condition?.text, value.trim())
    }),
  )
  fc.assert(
    fc.property(fc.stringMatching(/^[()A:,\\ andor]*$/), (text) => {
      try {
        parseCriteria(text)
      } catch (error) {
        assert.ok(error instanceof CriteriaError)
      }
    }),
  )
})
