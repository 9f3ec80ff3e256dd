/** Lists whose request is one text, against a vendor that remembers it and against two vendors' own grammars. */
import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { findId, login, startFor as startSalesforce } from '../../../simulators/salesforce/test-client.ts'
import { firstId, startWithCaller as startZoho } from '../../../simulators/zoho/test-client.ts'
import { createCaller, createInstance, describeElement, openParts, readJson } from '../../../test/call-instance.ts'
import { startVendor } from '../../../test/vendor.ts'
import type { ElementDocument, ResourceDocument } from '../../elements/document/element-document.ts'
import type { ResourceOctet, WhereStyle } from '../../elements/document/octet.ts'
import type { HubRequest } from '../../lib/hub-request.ts'

type Row = Readonly<Record<string, unknown>>

const contacts = {
  vendorName: 'Contact',
  fields: [{ path: 'id', vendorPath: 'Id', access: 'read' }],
  others: 'pass',
  search: { others: { pattern: '^[A-Za-z][\\w.]*$' } },
} as const

const statement = { from: 'Contact', select: { fields: ['Id', 'LastName', 'Title'] } }
const soql: WhereStyle = { dialect: 'soql', parameter: 'q', statement }
const paging = { style: 'statement', maxSize: 200, maxOffset: 2000, key: 'Id' } as const
const orderBy = { fields: {}, others: true } as const

interface Opened {
  readonly call: (
    path: string,
    query?: HubRequest['query'],
  ) => Promise<{ rows: Row[]; token: string | undefined; note: string | undefined }>
}

function open(
  t: TestContext,
  vendor: { url: string; token?: string },
  resources: readonly Partial<ResourceDocument>[],
  more: Partial<ElementDocument> = {},
): Opened {
  const octet = {
    version: 1,
    transformations: { contacts },
    paging,
    where: { ...soql, text: 'ignore-case' },
    orderBy,
    ...more.octet,
  } as const
  const document = describeElement(resources, { ...more, octet })
  const credential =
    vendor.token === undefined ? ({ kind: 'none' } as const) : ({ kind: 'bearer', token: vendor.token, generation: 1 } as const)
  const ask = createCaller(openParts(t), createInstance(document, { configuration: { 'base.url': vendor.url }, credential }))
  return {
    async call(path, query = {}) {
      const response = await ask('GET', path, { query })
      const { headers } = response
      return { rows: readJson<Row[]>(response), token: headers['Elements-Next-Page-Token'], note: headers['Elements-Error'] }
    },
  }
}

const list = (octet: ResourceOctet = {}): Partial<ResourceDocument> => ({
  path: '/contacts',
  vendorPath: '/query',
  rootKey: 'records',
  octet: { object: 'contacts', ...octet },
})

async function openRecording(t: TestContext, resources: readonly Partial<ResourceDocument>[], rows: readonly object[] = []) {
  const vendor = await startVendor(t, () => ({ body: { records: rows } }))
  const last = () => {
    const { query, body } = vendor.asked.at(-1)!
    return query.get('q') ?? (JSON.parse(body) as Record<string, unknown>)
  }
  return { ...open(t, vendor, resources), last, vendor }
}

test('a statement has its fields, its condition, its order and its page', async (t) => {
  const { call, last } = await openRecording(t, [list()])
  await call('/contacts', { pageSize: '20' })
  assert.equal(last(), 'SELECT Id, LastName, Title FROM Contact ORDER BY Id asc LIMIT 20')
  await call('/contacts', { where: "LastName='O''Brien' AND Title LIKE 'C%'", orderBy: 'LastName desc', pageSize: '20', page: '3' })
  assert.equal(
    last(),
    "SELECT Id, LastName, Title FROM Contact WHERE LastName = 'O\\'Brien' AND Title LIKE 'C%' ORDER BY LastName desc, Id asc LIMIT 20 OFFSET 40",
  )
})

test('an order ends with the key, so that rows that are equal in it stand on one page each', async (t) => {
  const { call, last } = await openRecording(t, [list()])
  const order = async (orderBy: string) => {
    await call('/contacts', { orderBy })
    return / ORDER BY (.*) LIMIT/.exec(String(last()))?.[1]
  }
  assert.equal(await order('Title, LastName desc'), 'Title asc, LastName desc, Id asc')
  assert.equal(await order('Title, id desc'), 'Title asc, Id desc')
})

test('no text but a plain name gets into a statement by fields, where or orderBy', async (t) => {
  const { call, last, vendor } = await openRecording(t, [list()], [{ Id: '1', LastName: 'Ann' }])
  for (const name of [
    'Account.Name, (SELECT Id FROM Tasks)',
    'Account.Name FROM Lead',
    'Name)',
    "a.b'c",
    'a.b--',
    'COUNT(Id)',
    'a..b',
    '.a',
    'a.',
  ]) {
    const { note } = await call('/contacts', { fields: `LastName,\`${name}\``, pageSize: '1' })
    assert.equal(last(), 'SELECT Id, LastName FROM Contact ORDER BY Id asc LIMIT 1', name)
    assert.ok(note?.includes(name), `${name} is told to be left out`)
    const before = vendor.asked.length
    await assert.rejects(call('/contacts', { where: `\`${name}\` = 'x'`, pageSize: '1' }), { status: 400 })
    await assert.rejects(call('/contacts', { orderBy: `\`${name}\``, pageSize: '1' }), { status: 400 })
    for (const { query } of vendor.asked.slice(before)) assert.ok(!query.get('q')!.includes(name), name)
  }
})

test('pages go on behind the key of the last row', async (t) => {
  const { call, last } = await openRecording(t, [list()], [{ Id: "a'1", LastName: 'Ann' }])
  const first = await call('/contacts', { pageSize: '1', where: "Title='x' OR Title='y'" })
  await call('/contacts', { pageSize: '1', where: "Title='x' OR Title='y'", nextPage: first.token! })
  assert.equal(
    last(),
    "SELECT Id, LastName, Title FROM Contact WHERE (Title = 'x' OR Title = 'y') and (Id > 'a\\'1') ORDER BY Id asc LIMIT 1",
  )
})

test('fields narrow the statement; what is looked at here is asked for too', async (t) => {
  const rows = [{ Id: '1', LastName: 'Ann', Title: 'x' }]
  const { call, last } = await openRecording(t, [list({ where: { ...soql, inexact: ['='] } })], rows)
  assert.deepEqual((await call('/contacts', { fields: 'LastName' })).rows, [{ LastName: 'Ann' }])
  assert.match(String(last()), /^SELECT Id, LastName FROM/)
  await call('/contacts', { fields: 'id,nowhere,Account.Name' })
  assert.match(String(last()), /^SELECT Id, Account.Name FROM/)
  assert.deepEqual((await call('/contacts', { fields: 'LastName', where: "Title='y'" })).rows, [])
  assert.deepEqual((await call('/contacts', { fields: 'LastName', where: "Title='x'" })).rows, [{ LastName: 'Ann' }])
  assert.match(String(last()), /^SELECT Id, LastName, Title FROM/)
})

test('constant conditions take path parameters as literals, names as names', async (t) => {
  const nested = { ...statement, where: "AccountId = '{id}' and IsDeleted = false" }
  const resources = [
    { ...list({ where: { ...soql, statement: nested } }), path: '/accounts/{id}/contacts' },
    { ...list({ paging, where: { ...soql, statement: { ...statement, from: '{objectName}' } } }), path: '/{objectName}' },
  ]
  const { call, last, vendor } = await openRecording(t, resources)
  await call("/accounts/x' or '1'='1/contacts", { where: "LastName='a'" })
  assert.equal(
    last(),
    "SELECT Id, LastName, Title FROM Contact WHERE (AccountId = 'x\\' or \\'1\\'=\\'1' and IsDeleted = false) and (LastName = 'a') ORDER BY Id asc LIMIT 200",
  )
  await call('/Invoice__c')
  assert.equal(last(), 'SELECT Id, LastName, Title FROM Invoice__c ORDER BY Id asc LIMIT 200')
  const before = vendor.asked.length
  await assert.rejects(call('/Invoice where 1=1'), { status: 404 })
  assert.equal(vendor.asked.length, before)
})

test('a statement that could not be written is found when the element is loaded', () => {
  const compile = (where: WhereStyle) =>
    createInstance(describeElement([list({ where })], { octet: { version: 1, transformations: { contacts }, paging } }))
  const { parameter: _parameter, ...homeless } = soql
  assert.throws(() => compile(homeless as WhereStyle), /GET \/hubs\/crm\/contacts: where: a statement needs a parameter/)
  assert.throws(() => compile({ ...soql, dialect: 'rsql' }), /a statement is written in soql or coql, not in rsql/)
  assert.throws(() => compile({ ...soql, statement: { ...statement, where: 'A = {id}' } }), /\{id\} must stand in quotes/)
})

test('Salesforce: every page of contacts, by number and by token, plain, filtered, sorted, and with what it does not search', async (t) => {
  const salesforce = await startSalesforce(t)
  const { access_token: token, instance_url } = await login(salesforce.url)
  const base = `${instance_url}/services/data/v65.0`
  const nested = { ...statement, where: "AccountId = '{id}'" }
  const resources = [list(), { ...list({ where: { ...soql, statement: nested } }), path: '/accounts/{id}/contacts' }]
  const { call } = open(t, { url: base, token }, resources)
  const all = (await call('/contacts')).rows
  assert.ok(all.length > 20)
  for (const query of [
    {},
    { where: "LastName LIKE '%a%'" },
    { orderBy: 'LastName desc' },
    { where: "Title IS NULL OR Title != 'x'", orderBy: 'Title' },
  ]) {
    const whole = (await call('/contacts', query)).rows
    const second = (await call('/contacts', { ...query, pageSize: '7', page: '2' })).rows
    assert.deepEqual(second, whole.slice(7, 14))
    const first = await call('/contacts', { ...query, pageSize: '7' })
    if (whole.length > 7) assert.deepEqual((await call('/contacts', { ...query, pageSize: '7', nextPage: first.token! })).rows, second)
  }
  const name = String(all[3]!['LastName'])
  const found = (await call('/contacts', { where: `LastName='${name.replaceAll("'", "''")}'` })).rows
  assert.deepEqual(
    found.map((row) => row['LastName']),
    found.map(() => name),
  )
  const account = findId(salesforce, 'Account')
  const below = (await call(`/accounts/${account}/contacts`)).rows
  assert.ok(below.length > 0 && below.length < all.length)
})

test('Zoho: COQL in pairs, with a constant condition, a page and a key', async (t) => {
  const { zoho, token } = await startZoho(t)
  const select = { fields: ['Last_Name', 'Account_Name'] }
  const coql: WhereStyle = {
    dialect: 'coql',
    parameter: 'body.select_query',
    statement: { from: 'Contacts', select, where: 'id is not null' },
  }
  const style = { style: 'statement', maxSize: 200, maxOffset: 2000, key: 'id', more: 'info.more_records' } as const
  const search = { method: 'POST', vendorPath: '/coql', rootKey: 'data', where: coql, orderBy, paging: style } as const
  const plain = { style: 'page', size: 'per_page', page: 'page', firstPage: 1, maxSize: 200, more: 'info.more_records' } as const
  const octet: ResourceOctet = {
    object: 'contacts',
    paging: plain,
    where: { dialect: 'query-parameters', only: [] },
    select: { parameter: 'fields', fields: ['Last_Name', 'Account_Name'] },
    searches: [search],
  }
  const resource = { path: '/contacts', vendorPath: '/Contacts', rootKey: 'data', octet }
  const zohoContacts = { ...contacts, fields: [] }
  const { call } = open(t, { url: `${zoho.url}/crm/v8`, token }, [resource], {
    octet: { version: 1, transformations: { contacts: zohoContacts } },
  })
  const all = (await call('/contacts')).rows
  assert.equal(all.length, 36)
  const where = "Last_Name LIKE '%a%' AND (Mobile IS NOT NULL OR Last_Name='Smith') AND Last_Name != 'x'"
  const whole = (await call('/contacts', { where, fields: 'id,Last_Name' })).rows
  assert.ok(whole.length > 4 && whole.length < 36)
  assert.deepEqual(Object.keys(whole[0]!).sort(), ['Last_Name', 'id'])
  const first = await call('/contacts', { where, pageSize: '3', fields: 'id,Last_Name' })
  const second = await call('/contacts', { where, pageSize: '3', fields: 'id,Last_Name', nextPage: first.token! })
  assert.deepEqual([...first.rows, ...second.rows], whole.slice(0, 6))
  assert.deepEqual((await call('/contacts', { where, pageSize: '3', page: '2', fields: 'id,Last_Name' })).rows, second.rows)
  assert.deepEqual((await call('/contacts', { where: `id='${firstId(zoho, 'Contacts')}'` })).rows.length, 1)
  const sorted = (await call('/contacts', { orderBy: 'Last_Name' })).rows.map((row) => String(row['Last_Name']).toLowerCase())
  assert.deepEqual(sorted, [...sorted].sort())
  assert.deepEqual((await call('/contacts', { where: "Last_Name='nobody at all'" })).rows, [])
})
