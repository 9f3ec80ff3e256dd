// SOQL: what is selected, found, ordered, counted, and what is refused.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findId, type Reply, startWithCaller } from './test-client.ts'

const names = (reply: Reply, field = 'Name') => reply.records.map((each) => each[field])

test('a record shows its type, its address and the fields asked for, in any case', async (t) => {
  const { ask } = await startWithCaller(t)
  const reply = await ask("select id, name, accountid from contact where email = 'AMINA.abbott.0@example.com'")
  const [record] = reply.records
  assert.deepEqual([reply.body['totalSize'], reply.body['done']], [1, true])
  assert.deepEqual(Object.keys(record ?? {}), ['attributes', 'Id', 'Name', 'AccountId'])
  assert.deepEqual(record?.['attributes'], { type: 'Contact', url: `/services/data/v65.0/sobjects/Contact/${record?.['Id']}` })
})

test('parents are nested; an empty look-up is null', async (t) => {
  const { ask } = await startWithCaller(t)
  const reply = await ask('SELECT Name, Account.Name, Account.Owner.Email FROM Contact ORDER BY CreatedDate LIMIT 7')
  const { Account, ...first } = reply.records[0] as { Account: Record<string, Record<string, unknown>> }
  assert.deepEqual(Object.keys(first), ['attributes', 'Name'])
  assert.equal(Account['Name'], 'Aurora Instruments')
  assert.match(String(Account['Owner']?.['Email']), /@meridian\.example\.com$/)
  assert.equal(reply.records[6]?.['Account'], null)
})

test('a look-up at several objects tells what it found', async (t) => {
  const { ask } = await startWithCaller(t)
  const reply = await ask("SELECT Id, Who.Name, Who.Type, What.Type FROM Task WHERE Who.Type = 'Lead' LIMIT 1")
  const [task] = reply.records as Record<string, Record<string, unknown>>[]
  assert.equal(task?.['Who']?.['Type'], 'Lead')
  assert.equal(task?.['What'], null)
})

test('children come as results of their own; none is null', async (t) => {
  const { ask } = await startWithCaller(t)
  const reply = await ask(
    'SELECT Name, (SELECT Name FROM Contacts ORDER BY Name LIMIT 2), (SELECT Number__c FROM Invoices__r) FROM Account ORDER BY CreatedDate',
  )
  const [first, last] = [reply.records[0], reply.records.at(-1)] as [
    Record<string, { totalSize: number; records: unknown[] }>,
    Record<string, unknown>,
  ]
  assert.deepEqual([first['Contacts']?.totalSize, first['Contacts']?.records.length], [2, 2])
  assert.equal(last['Invoices__r'], null)
})

test('texts compare without regard to case; % and _ are wildcards unless escaped', async (t) => {
  const { ask } = await startWithCaller(t)
  const find = async (where: string) => names(await ask(`SELECT Name FROM Account WHERE ${where} ORDER BY Name`))
  assert.deepEqual(await find("Name = 'aurora INSTRUMENTS'"), ['Aurora Instruments'])
  assert.deepEqual(await find("Name LIKE 'a%' OR Name LIKE '%AG'"), ['Aurora Instruments', 'Lanternfish AG'])
  assert.deepEqual(await find("Name LIKE '%100\\%%'"), ['Juniper 100% Organic'])
  assert.deepEqual(await find("Name LIKE 'Keystone\\_Data'"), ['Keystone_Data'])
  assert.deepEqual(await find("Name LIKE 'Keystone_D_ta'"), ['Keystone_Data'])
  assert.deepEqual(await find("Name = 'Harper\\'s Orchard'"), ["Harper's Orchard"])
  assert.deepEqual(await find("Name LIKE '%(hold%'"), ['Ivory Press (Holdings)'])
  assert.deepEqual(await find("Name < 'b' AND Name > 'A'"), ['Aurora Instruments'])
})

test('a missing value is unequal to everything, and neither less nor more', async (t) => {
  const { ask } = await startWithCaller(t)
  const count = async (where: string) => Number((await ask(`SELECT COUNT() FROM Account WHERE ${where}`)).body['totalSize'])
  const all = 12
  const empty = await count('Industry = null')
  assert.ok(empty > 0)
  assert.equal(await count("Industry = ''"), empty)
  assert.equal((await count("Industry = 'Energy'")) + (await count("Industry != 'Energy'")), all)
  assert.ok((await count("Industry != 'Energy'")) > (await count("Industry != 'Energy' AND Industry != null")))
  assert.equal(await count("Industry NOT IN ('Energy')"), await count("Industry <> 'Energy'"))
  assert.equal((await count("Industry IN ('Energy', null)")) - (await count("Industry = 'Energy'")), empty)
  const valued = await count('AnnualRevenue != null')
  assert.equal((await count('AnnualRevenue >= 1000000')) + (await count('AnnualRevenue < 1000000')), valued)
  assert.equal(await count('(NOT AnnualRevenue < 1000000)'), all - (await count('AnnualRevenue < 1000000')))
})

test('by a knob nothing is known of a missing value, as in SQL', async (t) => {
  const { ask } = await startWithCaller(t, { missingValues: 'unknown' })
  const count = async (where: string) => Number((await ask(`SELECT COUNT() FROM Account WHERE ${where}`)).body['totalSize'])
  const known = 12 - (await count('Industry = null'))
  assert.equal((await count("Industry = 'Energy'")) + (await count("Industry != 'Energy'")), known)
  assert.equal((await count("Industry LIKE 'e%'")) + (await count("(NOT Industry LIKE 'e%')")), known)
  assert.equal(await count("Industry NOT IN ('Energy')"), await count("Industry != 'Energy'"))
  assert.equal(await count("Industry != 'Energy' OR Name != null"), 12)
  assert.equal(await count('Industry != null'), known)
})

test('a truth is never missing: null means false', async (t) => {
  const { ask } = await startWithCaller(t)
  const count = async (where: string) => (await ask(`SELECT COUNT() FROM Contact WHERE ${where}`)).body['totalSize']
  assert.equal(await count('HasOptedOutOfEmail = null'), await count('HasOptedOutOfEmail = false'))
  assert.equal(await count('HasOptedOutOfEmail != null'), await count('HasOptedOutOfEmail = TRUE'))
})

test('AND, OR and NOT never mix without brackets', async (t) => {
  const { ask } = await startWithCaller(t)
  const status = async (where: string) => (await ask(`SELECT Id FROM Account WHERE ${where}`)).status
  assert.equal(await status("Name = 'a' AND Type = 'b' AND Rating = 'c'"), 200)
  assert.equal(await status("(Name = 'a' AND Type = 'b') OR Rating = 'c'"), 200)
  assert.equal(await status("Name != null AND (NOT (Rating = 'c'))"), 200)
  assert.equal(await status("NOT Name = 'a'"), 200)
  for (const where of [
    "Name = 'a' AND Type = 'b' OR Rating = 'c'",
    "Name != null AND NOT (Rating = 'c')",
    "NOT Name = 'a' AND Type = 'b'",
  ]) {
    assert.equal(await status(where), 400, where)
  }
})

test('ids are compared in both their lengths, also by semi-join', async (t) => {
  const { salesforce, ask } = await startWithCaller(t)
  const id = findId(salesforce, 'Account')
  assert.equal((await ask(`SELECT Id FROM Account WHERE Id = '${id.slice(0, 15)}'`)).records[0]?.['Id'], id)
  assert.equal((await ask(`SELECT Id FROM Account WHERE Id IN ('${id}', '001000000000000AAA')`)).records.length, 1)
  const buyers = await ask("SELECT Name FROM Account WHERE Id IN (SELECT AccountId FROM Opportunity WHERE StageName = 'Closed Won')")
  const others = await ask("SELECT Name FROM Account WHERE Id NOT IN (SELECT AccountId FROM Opportunity WHERE StageName = 'Closed Won')")
  assert.ok(buyers.records.length > 0)
  assert.equal(buyers.records.length + others.records.length, 12)
  assert.equal((await ask('SELECT Id FROM Account WHERE Name IN (SELECT Name FROM Contact)')).code, 'MALFORMED_QUERY')
})

test('several values of one field: includes and excludes', async (t) => {
  const { ask } = await startWithCaller(t)
  const count = async (where: string) => Number((await ask(`SELECT COUNT() FROM Contact WHERE ${where}`)).body['totalSize'])
  assert.deepEqual(
    [await count("Languages__c INCLUDES ('English')"), await count("Languages__c INCLUDES ('English;German', 'Portuguese')")],
    [18, 18],
  )
  assert.equal(await count("Languages__c EXCLUDES ('English')"), 18)
})

test('days and times: written out, and as literals that mean spans', async (t) => {
  const now = Date.UTC(2024, 4, 15, 10)
  const { ask } = await startWithCaller(t, { now: () => now })
  const days = async (where: string) => names(await ask(`SELECT CloseDate FROM Opportunity WHERE ${where} ORDER BY CloseDate`), 'CloseDate')
  const march = ['2024-03-08', '2024-03-28']
  assert.deepEqual(await days('CloseDate >= 2024-03-01 AND CloseDate < 2024-04-01'), march)
  assert.deepEqual(await days('CloseDate = N_MONTHS_AGO:2'), march)
  assert.deepEqual(await days('CloseDate = LAST_N_MONTHS:2'), [...march, '2024-04-17'])
  assert.deepEqual(await days('CloseDate < THIS_QUARTER'), march)
  assert.deepEqual(await days('CloseDate = LAST_N_DAYS:30'), ['2024-04-17', '2024-05-07'])
  assert.deepEqual(await days('CloseDate > NEXT_N_DAYS:90 AND CloseDate <= NEXT_QUARTER'), ['2024-08-15', '2024-09-04', '2024-09-24'])
  const created = async (where: string) => (await ask(`SELECT COUNT() FROM Account WHERE ${where}`)).body['totalSize']
  assert.equal(await created('CreatedDate > 2024-01-09T00:00:00Z'), await created('CreatedDate > 2024-01-08T19:00:00-05:00'))
  assert.equal(await created('CreatedDate = THIS_YEAR'), 12)
  assert.equal(await created('CreatedDate = TODAY'), 0)
  assert.equal(await created('CreatedDate != LAST_YEAR'), 12)
  assert.equal(await created('CreatedDate > LAST_N_DAYS:999999999'), 0)
  assert.equal(await created('CreatedDate >= LAST_N_YEARS:99999999 AND CreatedDate < NEXT_N_DAYS:999999999'), 12)
})

test('order: missing values first unless asked otherwise, picklists by their list, several keys', async (t) => {
  const { ask } = await startWithCaller(t)
  const order = async (by: string, field: string) => names(await ask(`SELECT ${field} FROM Account ORDER BY ${by}`), field)
  assert.equal((await order('AnnualRevenue', 'AnnualRevenue'))[0], null)
  assert.equal((await order('AnnualRevenue DESC', 'AnnualRevenue'))[0], null)
  assert.deepEqual(
    [(await order('AnnualRevenue DESC NULLS LAST', 'AnnualRevenue'))[0], (await order('AnnualRevenue NULLS LAST', 'AnnualRevenue')).at(-1)],
    [3_000_000, null],
  )
  assert.deepEqual([...new Set(await order('Rating', 'Rating'))], [null, 'Hot', 'Warm', 'Cold'])
  const reply = await ask('SELECT LastName, FirstName FROM Contact ORDER BY LastName DESC, FirstName ASC NULLS LAST')
  assert.equal(reply.records[0]?.['LastName'], 'Smith')
  const byParent = await ask('SELECT Account.Name FROM Contact ORDER BY Account.Name DESC NULLS LAST LIMIT 1')
  assert.equal((byParent.records[0]?.['Account'] as Record<string, unknown> | undefined)?.['Name'], 'Lanternfish AG')
})

test('limit, offset and count', async (t) => {
  const { ask } = await startWithCaller(t)
  const all = names(await ask('SELECT Id FROM Contact ORDER BY Id'), 'Id')
  const page = await ask('SELECT Id FROM Contact ORDER BY Id LIMIT 5 OFFSET 10')
  assert.deepEqual(names(page, 'Id'), all.slice(10, 15))
  assert.equal(page.body['totalSize'], 5)
  assert.deepEqual((await ask('SELECT COUNT() FROM Contact')).body, { totalSize: 36, done: true, records: [] })
  assert.equal((await ask('SELECT COUNT() FROM Contact LIMIT 10')).body['totalSize'], 10)
  const far = await ask('SELECT Id FROM Contact OFFSET 2001')
  assert.deepEqual(far.body, [
    { message: 'Maximum SOQL offset allowed for apiName Contact is 2000', errorCode: 'NUMBER_OUTSIDE_VALID_RANGE' },
  ])
})

test('groups: fields by their names, aggregates by alias or expr0', async (t) => {
  const { ask } = await startWithCaller(t)
  const reply = await ask(
    'SELECT LeadSource, COUNT(Id), MAX(Score__c) best FROM Contact GROUP BY LeadSource ORDER BY COUNT(Id) DESC, LeadSource',
  )
  assert.deepEqual(reply.records[0]?.['attributes'], { type: 'AggregateResult' })
  assert.deepEqual(Object.keys(reply.records[0] ?? {}), ['attributes', 'LeadSource', 'expr0', 'best'])
  assert.deepEqual(names(reply, 'expr0'), [9, 9, 9, 9])
  const total = await ask('SELECT SUM(Amount) total, AVG(Amount) mean, COUNT_DISTINCT(StageName) stages FROM Opportunity')
  assert.deepEqual(
    total.records.map(({ attributes, ...each }) => each),
    [{ total: 3_000_000, mean: 150_000, stages: 8 }],
  )
  assert.equal((await ask('SELECT Name, COUNT(Id) FROM Contact GROUP BY LeadSource')).code, 'MALFORMED_QUERY')
  assert.equal((await ask('SELECT MAX(Amount) FROM Opportunity LIMIT 1')).code, 'MALFORMED_QUERY')
})

test('all fields at once need a limit', async (t) => {
  const { ask } = await startWithCaller(t)
  assert.equal((await ask('SELECT FIELDS(ALL) FROM Account')).code, 'MALFORMED_QUERY')
  const record = (await ask('SELECT FIELDS(ALL) FROM Account LIMIT 1')).records[0]
  assert.partialDeepStrictEqual(record?.['BillingAddress'], { city: 'San Francisco', postalCode: '94105', geocodeAccuracy: null })
  assert.deepEqual(Object.keys((await ask('SELECT FIELDS(CUSTOM) FROM Account LIMIT 1')).records[0] ?? {}).slice(1), [
    'External_Id__c',
    'Support_Tier__c',
    'Renewal_Date__c',
  ])
})

test('what cannot be read or known is refused, with its place', async (t) => {
  const { ask, call } = await startWithCaller(t)
  const refusal = async (soql: string) => {
    const reply = await ask(soql)
    const [fault] = reply.body as unknown as Record<string, string>[]
    return [reply.status, fault?.['errorCode'], fault?.['message']?.split('\n').at(-1)]
  }
  const rows: [string, string, RegExp][] = [
    ['SELECT Id FROM Acount', 'INVALID_TYPE', /^sObject type 'Acount' is not supported/],
    ['SELECT Nme FROM Account', 'INVALID_FIELD', /^No such column 'Nme' on entity 'Account'/],
    ['SELECT Ownr.Name FROM Account', 'INVALID_FIELD', /^Didn't understand relationship 'Ownr' in field path/],
    ['SELECT Id, Id FROM Account', 'INVALID_FIELD', /^duplicate field selected: Id/],
    ['SELECT Id FROM Account WHERE', 'MALFORMED_QUERY', /^unexpected token: <EOF>/],
    ['SELECT Id FROM Account WHERE Name == 1', 'MALFORMED_QUERY', /^unexpected token: '='/],
    ["SELECT Id FROM Account WHERE Name = 'x", 'MALFORMED_QUERY', /mismatched character '<EOF>'/],
    ["SELECT Id FROM Account WHERE Name = 'a\\z'", 'MALFORMED_QUERY', /Illegal character sequence '\\z'/],
    ['SELECT Id FROM Account; DROP TABLE', 'MALFORMED_QUERY', /^unexpected token: ';'/],
    ['SELECT * FROM Account', 'MALFORMED_QUERY', /^unexpected token: '\*'/],
    ["SELECT Id FROM Account WHERE Id = '0'", 'INVALID_QUERY_FILTER_OPERATOR', /^invalid ID field: 0$/],
    ['SELECT Id FROM Account WHERE Name = 5', 'INVALID_FIELD', /'Name' must be of type string and should be enclosed in quotes$/],
    ["SELECT Id FROM Account WHERE AnnualRevenue = '5'", 'INVALID_FIELD', /must be of type double and should not be enclosed in quotes$/],
    ["SELECT Id FROM Account WHERE CreatedDate > '2024-01-01'", 'INVALID_FIELD', /must be of type dateTime and should not/],
    ['SELECT Id FROM Account WHERE CreatedDate > 2024-01-01', 'INVALID_FIELD', /must be of type dateTime/],
    ['SELECT Id FROM Opportunity WHERE CloseDate > 2024-02-30', 'INVALID_FIELD', /must be of type date /],
    ["SELECT Id FROM Account WHERE Description = 'x'", 'INVALID_FIELD', /^field 'Description' can not be filtered in a query call$/],
    ['SELECT Id FROM Account ORDER BY Description', 'INVALID_FIELD', /^field 'Description' can not be sorted in a query call$/],
    ["SELECT Id FROM Account WHERE AnnualRevenue LIKE '1%'", 'INVALID_QUERY_FILTER_OPERATOR', /^invalid operator on currency field$/],
    ['SELECT Id FROM Account LIMIT x', 'MALFORMED_QUERY', /^unexpected token: 'x'/],
  ]
  for (const [soql, code, message] of rows) {
    const [status, errorCode, last] = await refusal(soql)
    assert.deepEqual([status, errorCode], [400, code], soql)
    assert.match(String(last), message, soql)
  }
  const [placed] = (await ask('SELECT Nme FROM Account')).body as unknown as Record<string, string>[]
  assert.match(String(placed?.['message']), /^\nSELECT Nme FROM Account\n {7}\^\nERROR at Row:1:Column:8\n/)
  assert.equal((await call('GET', '/query')).code, 'MALFORMED_QUERY')
})
