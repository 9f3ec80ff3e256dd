// Records: created, read, changed, upserted, deleted, and what of that is refused.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Caller, findId, startWithCaller } from './test-client.ts'

const create = async (call: Caller, object: string, body: unknown) => String((await call('POST', `/sobjects/${object}`, body)).body['id'])

test('a record is created with 201, read whole or in part, changed with 204, deleted with 204', async (t) => {
  const { call } = await startWithCaller(t)
  const made = await call('POST', '/sobjects/Contact', { firstname: 'Zoë', LastName: 'Quist', Email: 'zoe@example.com' })
  const id = String(made.body['id'])
  assert.deepEqual([made.status, made.body], [201, { id, success: true, errors: [] }])
  assert.equal(made.headers.get('location'), `/services/data/v65.0/sobjects/Contact/${id}`)
  assert.match(id, /^003[0-9A-Za-z]{12}[A-Z0-5]{3}$/)
  const read = await call('GET', `/sobjects/contact/${id.slice(0, 15)}`)
  assert.deepEqual([read.body['Name'], read.body['AccountId'], read.body['IsDeleted']], ['Zoë Quist', null, false])
  const part = await call('GET', `/sobjects/Contact/${id}?fields=email,LastName`)
  assert.deepEqual(Object.keys(part.body), ['attributes', 'Email', 'LastName', 'Id'])
  const changed = await call('PATCH', `/sobjects/Contact/${id}`, { LastName: 'Quarrel', Email: null })
  assert.deepEqual([changed.status, changed.text], [204, ''])
  assert.partialDeepStrictEqual((await call('GET', `/sobjects/Contact/${id}`)).body, { Name: 'Zoë Quarrel', Email: null })
  assert.equal((await call('DELETE', `/sobjects/Contact/${id}`)).status, 204)
  const gone = await call('GET', `/sobjects/Contact/${id}`)
  assert.deepEqual([gone.status, gone.body], [404, [{ message: 'entity is deleted', errorCode: 'ENTITY_IS_DELETED' }]])
  assert.deepEqual(
    [(await call('PATCH', `/sobjects/Contact/${id}`, {})).code, (await call('DELETE', `/sobjects/Contact/${id}`)).code],
    ['ENTITY_IS_DELETED', 'ENTITY_IS_DELETED'],
  )
})

test('an id that is none, of another object or of nothing is not found', async (t) => {
  const { salesforce, call } = await startWithCaller(t)
  const refusal = async (method: string, id: string, body?: unknown) => {
    const reply = await call(method, `/sobjects/Account/${id}`, body)
    return [reply.status, reply.code]
  }
  const message = ((await call('GET', '/sobjects/Account/0')).body as unknown as Record<string, string>[])[0]?.['message']
  assert.equal(message, 'Provided external ID field does not exist or is not accessible: 0')
  assert.deepEqual(await refusal('GET', '0'), [404, 'NOT_FOUND'])
  assert.deepEqual(await refusal('GET', '001000000000000AAA'), [404, 'NOT_FOUND'])
  assert.deepEqual(await refusal('GET', findId(salesforce, 'Contact')), [404, 'NOT_FOUND'])
  assert.deepEqual(await refusal('PATCH', '001000000000000AAA', {}), [404, 'INVALID_CROSS_REFERENCE_KEY'])
  assert.deepEqual(await refusal('DELETE', '0'), [404, 'NOT_FOUND'])
  assert.deepEqual(await refusal('DELETE', '001000000000000ZZZ'), [400, 'MALFORMED_ID'])
})

test('what a write may not say is refused in the words of the vendor', async (t) => {
  const { salesforce, call } = await startWithCaller(t)
  const rows: [string, object, object][] = [
    ['Contact', {}, { errorCode: 'REQUIRED_FIELD_MISSING', message: 'Required fields are missing: [LastName]', fields: ['LastName'] }],
    ['Opportunity', {}, { errorCode: 'REQUIRED_FIELD_MISSING', fields: ['Name', 'StageName', 'CloseDate'] }],
    ['Contact', { LastName: 'x', Foo: 1 }, { errorCode: 'INVALID_FIELD', message: "No such column 'Foo' on sobject of type Contact" }],
    ['Contact', { LastName: 'x', CreatedDate: '2024-01-01' }, { errorCode: 'INVALID_FIELD_FOR_INSERT_UPDATE', fields: ['CreatedDate'] }],
    [
      'Contact',
      { LastName: 'x', Email: 'no' },
      { errorCode: 'INVALID_EMAIL_ADDRESS', message: 'Email: invalid email address: no', fields: ['Email'] },
    ],
    ['Contact', { LastName: 'x'.repeat(81) }, { errorCode: 'STRING_TOO_LONG', fields: ['LastName'] }],
    [
      'Contact',
      { LastName: 'x', AccountId: 'foo' },
      { errorCode: 'MALFORMED_ID', message: 'Contact ID: id value of incorrect type: foo', fields: ['AccountId'] },
    ],
    ['Contact', { LastName: 'x', AccountId: '001000000000000AAA' }, { errorCode: 'INVALID_CROSS_REFERENCE_KEY' }],
    ['Contact', { LastName: 'x', Level__c: 'Ninth' }, { errorCode: 'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST', fields: ['Level__c'] }],
    ['Contact', { LastName: 'x', Birthdate: 'soon' }, { errorCode: 'JSON_PARSER_ERROR' }],
    ['Account', { Name: 'x', AnnualRevenue: 'much' }, { errorCode: 'JSON_PARSER_ERROR' }],
    ['Account', { Name: 'x', External_Id__c: 'acc-1000' }, { errorCode: 'DUPLICATE_VALUE' }],
    ['Profile', { Name: 'x' }, { errorCode: 'CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY' }],
  ]
  for (const [object, body, expected] of rows) {
    const reply = await call('POST', `/sobjects/${object}`, body)
    assert.equal(reply.status, 400, JSON.stringify(body))
    assert.partialDeepStrictEqual((reply.body as unknown as object[])[0], expected)
  }
  const cleared = await call('PATCH', `/sobjects/Contact/${findId(salesforce, 'Contact')}`, { LastName: null })
  assert.equal(cleared.code, 'REQUIRED_FIELD_MISSING')
  assert.equal((await call('DELETE', `/sobjects/User/${findId(salesforce, 'User')}`)).status, 400)
})

test('an unlisted value is good for a picklist that is not restricted', async (t) => {
  const { call } = await startWithCaller(t)
  const id = await create(call, 'Account', { Name: 'x', Industry: 'Basket weaving' })
  assert.equal((await call('GET', `/sobjects/Account/${id}`)).body['Industry'], 'Basket weaving')
})

test('a stage says how likely an opportunity is, and whether it is over', async (t) => {
  const { call } = await startWithCaller(t)
  const id = await create(call, 'Opportunity', { Name: 'Deal', StageName: 'Value Proposition', CloseDate: '2026-03-01', Amount: 1000 })
  const read = async () => (await call('GET', `/sobjects/Opportunity/${id}`)).body
  assert.partialDeepStrictEqual(await read(), { Probability: 50, ExpectedRevenue: 500, IsClosed: false, ForecastCategoryName: 'Pipeline' })
  await call('PATCH', `/sobjects/Opportunity/${id}`, { StageName: 'Closed Won' })
  assert.partialDeepStrictEqual(await read(), { Probability: 100, IsClosed: true, IsWon: true })
  await call('PATCH', `/sobjects/Opportunity/${id}`, { StageName: 'Prospecting', Probability: 33 })
  assert.partialDeepStrictEqual(await read(), { Probability: 33, ExpectedRevenue: 330 })
})

test('a task knows its account; an event its end', async (t) => {
  const { salesforce, call } = await startWithCaller(t)
  const [account, contact] = [findId(salesforce, 'Account'), findId(salesforce, 'Contact')]
  const task = await create(call, 'Task', { Subject: 'Ring', WhoId: contact })
  assert.partialDeepStrictEqual((await call('GET', `/sobjects/Task/${task}`)).body, {
    AccountId: account,
    Status: 'Not Started',
    Priority: 'Normal',
    IsClosed: false,
  })
  const event = await create(call, 'Event', {
    Subject: 'Meet',
    WhatId: account,
    StartDateTime: '2026-02-03T10:00:00+01:00',
    DurationInMinutes: 45,
  })
  assert.partialDeepStrictEqual((await call('GET', `/sobjects/Event/${event}`)).body, {
    StartDateTime: '2026-02-03T09:00:00.000+0000',
    EndDateTime: '2026-02-03T09:45:00.000+0000',
    ActivityDate: '2026-02-03',
  })
})

test('with an account go its contacts, opportunities and notes; what only points at it lets go', async (t) => {
  const { salesforce, call, ask } = await startWithCaller(t)
  const id = findId(salesforce, 'Account')
  const count = async (object: string, field: string) =>
    Number((await ask(`SELECT COUNT() FROM ${object} WHERE ${field} = '${id}'`)).body['totalSize'])
  assert.ok((await count('Contact', 'AccountId')) > 0 && (await count('Account', 'ParentId')) > 0)
  const contact = String((await ask(`SELECT Id FROM Contact WHERE AccountId = '${id}' LIMIT 1`)).records[0]?.['Id'])
  await call('DELETE', `/sobjects/Account/${id}`)
  assert.equal((await call('GET', `/sobjects/Contact/${contact}`)).code, 'ENTITY_IS_DELETED')
  assert.deepEqual([await count('Opportunity', 'AccountId'), await count('Account', 'ParentId')], [0, 0])
})

test('an external id finds, changes or makes a record', async (t) => {
  const { call } = await startWithCaller(t)
  const path = '/sobjects/Account/External_Id__c/NEW-1'
  assert.equal((await call('GET', path)).status, 404)
  assert.equal((await call('PATCH', `${path}?updateOnly=true`, { Name: 'By key' })).status, 404)
  const made = await call('PATCH', path, { Name: 'By key' })
  assert.deepEqual([made.status, made.body['created']], [201, true])
  const changed = await call('PATCH', path, { Name: 'Again' })
  assert.deepEqual([changed.status, changed.body], [200, { id: made.body['id'], success: true, errors: [], created: false }])
  assert.equal((await call('PATCH', `/services/data/v45.0${path}`, { Name: 'Old' })).status, 204)
  assert.partialDeepStrictEqual((await call('GET', path)).body, { Name: 'Old', External_Id__c: 'NEW-1' })
  assert.equal(
    (await call('PATCH', '/sobjects/Account/External_Id__c/NEW-2', { Name: 'x', External_Id__c: 'NEW-2' })).code,
    'INVALID_FIELD',
  )
  assert.equal((await call('PATCH', '/sobjects/Account/Phone/1', { Name: 'x' })).code, 'NOT_FOUND')
  assert.equal((await call('POST', '/sobjects/Account/Id', { Name: 'No key' })).status, 201)
  assert.equal((await call('DELETE', path)).status, 204)
  assert.equal((await call('GET', path)).status, 404)
})

test('a parent may be named by its external id', async (t) => {
  const { salesforce, call } = await startWithCaller(t)
  const id = await create(call, 'Contact', { LastName: 'Child', Account: { External_Id__c: 'ACC-1002' } })
  assert.equal((await call('GET', `/sobjects/Contact/${id}`)).body['AccountId'], findId(salesforce, 'Account', 2))
  assert.equal((await call('POST', '/sobjects/Contact', { LastName: 'x', Account: { External_Id__c: 'none' } })).code, 'INVALID_FIELD')
})

test('below a record are its parents and its children', async (t) => {
  const { salesforce, call } = await startWithCaller(t)
  const [account, contact] = [findId(salesforce, 'Account'), findId(salesforce, 'Contact')]
  assert.equal((await call('GET', `/sobjects/Contact/${contact}/Account`)).body['Id'], account)
  const children = await call('GET', `/sobjects/Account/${account}/Contacts?fields=LastName`)
  assert.equal(children.body['totalSize'], children.records.length)
  assert.deepEqual(Object.keys(children.records[0] ?? {}), ['attributes', 'LastName', 'Id'])
  assert.equal((await call('GET', `/sobjects/Account/${account}/Cousins`)).status, 404)
})

test('files: bytes go in as base64, their address comes out, and they are there', async (t) => {
  const { salesforce, call, ask } = await startWithCaller(t)
  const account = findId(salesforce, 'Account')
  const data = Buffer.from([0, 255, 10, 13, 200])
  const attachment = await create(call, 'Attachment', {
    ParentId: account,
    Name: 'a.bin',
    ContentType: 'image/png',
    Body: data.toString('base64'),
  })
  const shown = (await call('GET', `/sobjects/Attachment/${attachment}`)).body
  assert.deepEqual([shown['BodyLength'], shown['Body']], [5, `/services/data/v65.0/sobjects/Attachment/${attachment}/Body`])
  const bytes = await call('GET', String(shown['Body']))
  assert.deepEqual([bytes.headers.get('content-type'), bytes.headers.get('content-length')], ['image/png', '5'])
  const version = await create(call, 'ContentVersion', {
    PathOnClient: 'plan.pdf',
    VersionData: data.toString('base64'),
    FirstPublishLocationId: account,
  })
  const row = (await ask(`SELECT ContentDocumentId, Title, FileType, IsLatest FROM ContentVersion WHERE Id = '${version}'`)).records[0]
  assert.partialDeepStrictEqual(row, { Title: 'plan', FileType: 'PDF', IsLatest: true })
  const document = String(row?.['ContentDocumentId'])
  const links = await ask(
    `SELECT LinkedEntityId FROM ContentDocumentLink WHERE ContentDocumentId = '${document}' AND LinkedEntityId = '${account}'`,
  )
  assert.equal(links.records.length, 1)
  await create(call, 'ContentVersion', { PathOnClient: 'plan.pdf', VersionData: 'AAAA', ContentDocumentId: document })
  assert.equal((await ask(`SELECT Id FROM ContentVersion WHERE ContentDocumentId = '${document}' AND IsLatest = true`)).records.length, 1)
  assert.equal((await call('GET', `/sobjects/ContentDocument/${document}`)).body['ContentSize'], 3)
  await call('DELETE', `/sobjects/ContentDocument/${document}`)
  assert.equal((await ask(`SELECT Id FROM ContentVersion WHERE ContentDocumentId = '${document}'`)).records.length, 0)
})

test('files: a record and its bytes go in as two parts too', async (t) => {
  const { salesforce, call, token } = await startWithCaller(t)
  const data = new Uint8Array([0, 255, 10, 13, 200])
  const send = (parts: Record<string, string | Blob>) => {
    const body = new FormData()
    for (const [name, value] of Object.entries(parts)) body.append(name, value)
    const headers = { authorization: `Bearer ${token}` }
    return fetch(`${salesforce.instanceUrl}/services/data/v65.0/sobjects/ContentVersion`, { method: 'POST', headers, body })
  }
  const record = JSON.stringify({ PathOnClient: 'plan.pdf', ReasonForChange: 'Corrected' })
  const reply = await send({ entity_content: record, VersionData: new File([data], 'plan.pdf') })
  assert.equal(reply.status, 201)
  const { id } = (await reply.json()) as { id: string }
  const shown = (await call('GET', `/sobjects/ContentVersion/${id}`)).body
  assert.partialDeepStrictEqual(shown, { ContentSize: 5, ReasonForChange: 'Corrected', Title: 'plan' })
  const refused = await send({ VersionData: new File([data], 'plan.pdf') })
  assert.equal(refused.status, 400)
  assert.partialDeepStrictEqual(await refused.json(), [{ errorCode: 'INVALID_MULTIPART_REQUEST' }])
})
