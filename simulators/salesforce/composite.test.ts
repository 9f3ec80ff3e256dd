// Many records or requests in one.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findId, type Reply, startWithCaller } from './test-client.ts'

const type = (name: string) => ({ attributes: { type: name } })
const results = (reply: Reply) => reply.body as unknown as Record<string, unknown>[]
const parts = (reply: Reply) => reply.body['compositeResponse'] as Record<string, unknown>[]

test('a collection answers 200 with a result for each record, in order', async (t) => {
  const { call, ask } = await startWithCaller(t)
  const records = [{ ...type('Account'), Name: 'One' }, { ...type('Contact') }, { ...type('Nothing') }, { ...type('Account'), Name: 'Two' }]
  const reply = await call('POST', '/composite/sobjects', { records })
  assert.equal(reply.status, 200)
  assert.deepEqual(
    results(reply).map((each) => each['success']),
    [true, false, false, true],
  )
  assert.deepEqual(results(reply)[1]?.['errors'], [
    { statusCode: 'REQUIRED_FIELD_MISSING', message: 'Required fields are missing: [LastName]', fields: ['LastName'] },
  ])
  assert.equal((await ask("SELECT COUNT() FROM Account WHERE Name IN ('One', 'Two')")).body['totalSize'], 2)
})

test('all or none: one bad record takes the others back', async (t) => {
  const { call, ask } = await startWithCaller(t)
  const records = [{ ...type('Account'), Name: 'One' }, { ...type('Contact') }]
  const reply = await call('POST', '/composite/sobjects', { allOrNone: true, records })
  assert.partialDeepStrictEqual(results(reply)[0], { success: false, errors: [{ statusCode: 'ALL_OR_NONE_OPERATION_ROLLED_BACK' }] })
  assert.equal((await ask("SELECT COUNT() FROM Account WHERE Name = 'One'")).body['totalSize'], 0)
})

test('collections change, upsert, read and delete', async (t) => {
  const { salesforce, call, ask } = await startWithCaller(t)
  const [one, two] = [findId(salesforce, 'Contact'), findId(salesforce, 'Contact', 1)]
  const changed = await call('PATCH', '/composite/sobjects', {
    records: [
      { ...type('Contact'), id: one, Title: 'A' },
      { ...type('Contact'), Title: 'B' },
      { ...type('Contact'), id: '003000000000000AAA', Title: 'C' },
    ],
  })
  assert.deepEqual(
    results(changed).map((each) => (each['errors'] as Record<string, unknown>[])[0]?.['statusCode']),
    [undefined, 'MISSING_ARGUMENT', 'INVALID_CROSS_REFERENCE_KEY'],
  )
  const upserted = await call('PATCH', '/composite/sobjects/Account/External_Id__c', {
    records: [
      { ...type('Account'), External_Id__c: 'ACC-1000', Name: 'Known' },
      { ...type('Account'), External_Id__c: 'ACC-X', Name: 'New' },
    ],
  })
  assert.deepEqual(
    results(upserted).map((each) => each['created']),
    [false, true],
  )
  const read = await call('GET', `/composite/sobjects/Contact?ids=${one},003000000000000AAA&fields=Title`)
  assert.deepEqual(
    results(read).map((each) => each?.['Title'] ?? null),
    ['A', null],
  )
  assert.equal(results(await call('POST', '/composite/sobjects/Contact', { ids: [two], fields: ['Id', 'Title'] })).length, 1)
  const deleted = await call('DELETE', `/composite/sobjects?ids=${one},${two},${one}`)
  assert.deepEqual(
    results(deleted).map((each) => each['success']),
    [true, true, false],
  )
  assert.equal((await ask('SELECT COUNT() FROM Contact')).body['totalSize'], 34)
  assert.equal((await call('POST', '/composite/sobjects', { records: [null] })).code, 'JSON_PARSER_ERROR')
  assert.equal((await call('POST', '/composite', { compositeRequest: [null] })).code, 'JSON_PARSER_ERROR')
  assert.equal((await call('POST', '/composite/sobjects', { records: [] })).code, 'REQUIRED_FIELD_MISSING')
  const many = Array.from({ length: 201 }, () => ({ ...type('Account'), Name: 'x' }))
  assert.equal((await call('POST', '/composite/sobjects', { records: many })).status, 400)
})

test('requests in one use what those before them gave', async (t) => {
  const { call } = await startWithCaller(t)
  const base = '/services/data/v65.0'
  const reply = await call('POST', '/composite', {
    compositeRequest: [
      { method: 'POST', url: `${base}/sobjects/Account`, referenceId: 'account', body: { Name: 'Chained' } },
      { method: 'POST', url: `${base}/sobjects/Contact`, referenceId: 'contact', body: { LastName: 'Link', AccountId: '@{account.id}' } },
      { method: 'GET', url: `${base}/query?q=SELECT+Name+FROM+Contact+WHERE+AccountId='@{account.id}'`, referenceId: 'found' },
      { method: 'GET', url: `${base}/sobjects/Account/0`, referenceId: 'wrong' },
      { method: 'PATCH', url: `${base}/sobjects/Contact/@{wrong.id}`, referenceId: 'halted', body: {} },
    ],
  })
  assert.deepEqual(
    parts(reply).map((each) => [each['referenceId'], each['httpStatusCode']]),
    [
      ['account', 201],
      ['contact', 201],
      ['found', 200],
      ['wrong', 404],
      ['halted', 400],
    ],
  )
  assert.match(JSON.stringify(parts(reply)[0]?.['httpHeaders']), /^\{"Location":"\/services\/data\/v65\.0\/sobjects\/Account\/001/)
  assert.partialDeepStrictEqual(parts(reply)[2]?.['body'], { totalSize: 1, records: [{ Name: 'Link' }] })
  assert.partialDeepStrictEqual(parts(reply)[4]?.['body'], [{ errorCode: 'PROCESSING_HALTED' }])
})

test('requests that go together or not at all are taken back together', async (t) => {
  const { call, ask } = await startWithCaller(t)
  const base = '/services/data/v65.0'
  const reply = await call('POST', '/composite', {
    allOrNone: true,
    compositeRequest: [
      { method: 'POST', url: `${base}/sobjects/Account`, referenceId: 'a', body: { Name: 'Undone' } },
      { method: 'POST', url: `${base}/sobjects/Contact`, referenceId: 'b', body: {} },
    ],
  })
  assert.deepEqual(
    parts(reply).map((each) => each['httpStatusCode']),
    [400, 400],
  )
  assert.partialDeepStrictEqual(parts(reply)[0]?.['body'], [{ errorCode: 'PROCESSING_HALTED' }])
  assert.equal((await ask("SELECT COUNT() FROM Account WHERE Name = 'Undone'")).body['totalSize'], 0)
  const many = Array.from({ length: 26 }, (_, at) => ({ method: 'GET', url: `${base}/limits`, referenceId: `r${at}` }))
  assert.equal((await call('POST', '/composite', { compositeRequest: many })).status, 400)
})
