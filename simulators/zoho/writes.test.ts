// Creating, updating, upserting, deleting and converting: a result for every record, one status made of them.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { firstId, readResult, startWithCaller } from './test-client.ts'

test('creating gives 201 and what Zoho tells of a new record', async (t) => {
  const { call } = await startWithCaller(t)
  const made = await call('POST', '/Contacts', { data: [{ Last_Name: 'Weber', First_Name: 'Ute' }], trigger: [] })
  assert.equal(made.status, 201)
  const [result] = made.data
  assert.deepEqual([result?.['code'], result?.['message'], result?.['status']], ['SUCCESS', 'record added', 'success'])
  const { id, details } = readResult(made)
  assert.deepEqual(Object.keys(details).sort(), ['$approval_state', 'Created_By', 'Created_Time', 'Modified_By', 'Modified_Time', 'id'])
  assert.equal((await call('GET', `/Contacts/${id}?fields=Full_Name`)).data[0]?.['Full_Name'], 'Ute Weber')
})

test('some good and some bad are 207 in the order sent; all bad are 400, or 202 by the knob', async (t) => {
  const { zoho, call } = await startWithCaller(t)
  const mixed = await call('POST', '/Contacts', { data: [{ Last_Name: 'Good' }, { First_Name: 'Bad' }, { Last_Name: 'Fine' }] })
  assert.deepEqual([mixed.status, mixed.data.map((each) => each['status'])], [207, ['success', 'error', 'success']])
  assert.deepEqual(mixed.data[1], {
    code: 'MANDATORY_NOT_FOUND',
    details: { api_name: 'Last_Name', json_path: '$.data[1].Last_Name' },
    message: 'required field not found',
    status: 'error',
  })
  const bad = () => call('POST', '/Contacts', { data: [{}] })
  assert.equal((await bad()).status, 400)
  zoho.options.allFailedStatus = 202
  assert.equal((await bad()).status, 202)
})

test('a value of the wrong type or length is told with its path', async (t) => {
  const { call } = await startWithCaller(t)
  const cases: [string, Record<string, unknown>, Record<string, unknown>][] = [
    ['Contacts', { Last_Name: 7 }, { expected_data_type: 'text', api_name: 'Last_Name' }],
    ['Contacts', { Last_Name: 'x'.repeat(81) }, { maximum_length: 80, api_name: 'Last_Name' }],
    ['Contacts', { Last_Name: 'x', Email: 'no address' }, { expected_data_type: 'email', api_name: 'Email' }],
    ['Contacts', { Last_Name: 'x', Date_of_Birth: '2026-02-30' }, { expected_data_type: 'date', api_name: 'Date_of_Birth' }],
    ['Contacts', { Last_Name: 'x', Last_Visit: '2026-02-03' }, { expected_data_type: 'datetime', api_name: 'Last_Visit' }],
    ['Contacts', { Last_Name: 'x', Newsletter: 'yes' }, { expected_data_type: 'boolean', api_name: 'Newsletter' }],
    ['Contacts', { Last_Name: 'x', Spoken_Languages: 'German' }, { expected_data_type: 'jsonarray', api_name: 'Spoken_Languages' }],
    ['Contacts', { Last_Name: 'x', Account_Name: 'Acme' }, { expected_data_type: 'jsonobject', api_name: 'Account_Name' }],
    ['Accounts', { Account_Name: 'x', Employees: 1.5 }, { expected_data_type: 'integer', api_name: 'Employees' }],
    ['Accounts', { Account_Name: 'x', Annual_Revenue: '12' }, { expected_data_type: 'double', api_name: 'Annual_Revenue' }],
  ]
  for (const [module, input, details] of cases) {
    const refused = readResult(await call('POST', `/${module}`, { data: [input] }))
    assert.deepEqual(
      [refused.code, refused.details],
      ['INVALID_DATA', { ...details, json_path: `$.data[0].${String(details['api_name'])}` }],
    )
  }
})

test('a lookup takes an object with an id or the id, and refuses one of no record', async (t) => {
  const { zoho, call } = await startWithCaller(t)
  const account = firstId(zoho, 'Accounts')
  for (const value of [{ id: account }, account]) {
    const made = await call('POST', '/Contacts', { data: [{ Last_Name: 'Linked', Account_Name: value }] })
    const shown = (await call('GET', `/Contacts/${readResult(made).id}`)).data[0]
    assert.deepEqual(shown?.['Account_Name'], { id: account, name: 'Amber Robotics' })
  }
  const refused = await call('POST', '/Contacts', { data: [{ Last_Name: 'Lost', Account_Name: { id: '1' } }] })
  assert.equal(refused.data[0]?.['message'], 'the id given seems to be invalid')
})

test('a task points at a record of the module that $se_module names', async (t) => {
  const { zoho, call } = await startWithCaller(t)
  const deal = firstId(zoho, 'Deals')
  const made = await call('POST', '/Tasks', { data: [{ Subject: 'Do', What_Id: { id: deal }, $se_module: 'Deals' }] })
  const shown = (await call('GET', `/Tasks/${readResult(made).id}`)).data[0]
  assert.deepEqual([shown?.['$se_module'], (shown!['What_Id'] as { id: string }).id], ['Deals', deal])
})

test('fields that are unknown or read-only are ignored; the knob refuses unknown ones', async (t) => {
  const { zoho, call } = await startWithCaller(t)
  const send = () => call('POST', '/Contacts', { data: [{ Last_Name: 'x', Nonsense: 1, Full_Name: 'Somebody Else' }] })
  const made = await send()
  assert.equal((await call('GET', `/Contacts/${readResult(made).id}`)).data[0]?.['Full_Name'], 'x')
  zoho.options.unknownFields = 'refuse'
  assert.equal((await send()).data[0]?.['message'], 'the field api name given seems to be invalid')
})

test('a picklist takes any text; the knob holds it to its options', async (t) => {
  const { zoho, call } = await startWithCaller(t)
  const send = () => call('POST', '/Contacts', { data: [{ Last_Name: 'x', Loyalty: 'Platinum' }] })
  assert.equal((await send()).status, 201)
  zoho.options.unknownPicklistValues = 'refuse'
  assert.equal(readResult(await send()).details['expected_data_type'], 'picklist')
})

test('a value that must be unique names the record that has it', async (t) => {
  const { zoho, call } = await startWithCaller(t)
  const refused = await call('POST', '/Accounts', { data: [{ Account_Name: 'Other', External_Code: 'acc-1' }] })
  const { code, details } = readResult(refused)
  assert.deepEqual([code, details['id'], details['api_name']], ['DUPLICATE_DATA', firstId(zoho, 'Accounts'), 'External_Code'])
})

test('a deal follows its stage and shows what it should bring; it needs one unless the knob says otherwise', async (t) => {
  const { zoho, call } = await startWithCaller(t)
  const made = await call('POST', '/Deals', { data: [{ Deal_Name: 'D', Stage: 'Value Proposition', Amount: 1_000 }] })
  const read = async () => (await call('GET', `/Deals/${readResult(made).id}`)).data[0]
  assert.deepEqual([(await read())?.['Probability'], (await read())?.['Expected_Revenue']], [40, 400])
  await call('PUT', `/Deals/${readResult(made).id}`, { data: [{ Stage: 'Closed Won' }] })
  assert.deepEqual([(await read())?.['Probability'], (await read())?.['Expected_Revenue']], [100, 1_000])
  const bare = () => call('POST', '/Deals', { data: [{ Deal_Name: 'Bare' }] })
  assert.equal(readResult(await bare()).details['api_name'], 'Stage')
  zoho.options.dealStageRequired = false
  assert.equal((await bare()).status, 201)
})

test('one or many records are updated: what is sent changes, null clears, the rest stays', async (t) => {
  const { zoho, call } = await startWithCaller(t)
  const [one, two] = [firstId(zoho, 'Contacts'), firstId(zoho, 'Contacts', 1)]
  const single = await call('PUT', `/Contacts/${one}`, { data: [{ Title: 'Boss', Department: null }] })
  assert.deepEqual([single.status, single.data[0]?.['message']], [200, 'record updated'])
  const many = await call('PUT', '/Contacts', { data: [{ id: two, Title: 'Aide' }, { id: '1', Title: 'Nobody' }, { Title: 'Nameless' }] })
  assert.deepEqual([many.status, many.data.map((each) => each['code'])], [207, ['SUCCESS', 'INVALID_DATA', 'MANDATORY_NOT_FOUND']])
  const shown = (await call('GET', `/Contacts/${one}`)).data[0]
  assert.deepEqual([shown?.['Title'], shown?.['Department'], shown?.['Last_Name']], ['Boss', null, 'Marsh'])
  const cleared = await call('PUT', `/Contacts/${one}`, { data: [{ Last_Name: null }] })
  assert.equal(readResult(cleared).code, 'MANDATORY_NOT_FOUND')
  const unknown = await call('PUT', '/Contacts/1', { data: [{ Title: 'x' }] })
  assert.deepEqual([unknown.status, unknown.data[0]?.['message']], [400, 'the id given seems to be invalid'])
})

test('values of a multi-select picklist replace the old ones, or are added with $append_values', async (t) => {
  const { zoho, call } = await startWithCaller(t)
  const id = firstId(zoho, 'Contacts')
  const read = async () => (await call('GET', `/Contacts/${id}`)).data[0]?.['Spoken_Languages']
  await call('PUT', `/Contacts/${id}`, { data: [{ Spoken_Languages: ['Korean'], $append_values: { Spoken_Languages: true } }] })
  assert.deepEqual(await read(), ['English', 'French', 'Korean'])
  await call('PUT', `/Contacts/${id}`, { data: [{ Spoken_Languages: ['German'] }] })
  assert.deepEqual(await read(), ['German'])
})

test('an upsert compares the field named, or the module’s own, and tells what it did', async (t) => {
  const { zoho, call } = await startWithCaller(t)
  const data = [
    { Last_Name: 'Known', Email: 'CONTACT1@northwind.example' },
    { Last_Name: 'New', Email: 'new@northwind.example' },
  ]
  const both = await call('POST', '/Contacts/upsert', { data, duplicate_check_fields: ['Email'] })
  assert.deepEqual([both.status, both.data.map((each) => each['action'])], [200, ['update', 'insert']])
  assert.deepEqual([readResult(both).id, both.data[0]?.['duplicate_field']], [firstId(zoho, 'Contacts'), 'Email'])
  const added = await call('POST', '/Accounts/upsert', { data: [{ Account_Name: 'Brand new' }] })
  assert.equal(added.status, 201)
})

test('deleting tells record by record what went and what was not there', async (t) => {
  const { zoho, call } = await startWithCaller(t)
  const ids = [firstId(zoho, 'Leads'), '5843104000099999999']
  const mixed = await call('DELETE', `/Leads?ids=${ids.join(',')}`)
  assert.equal(mixed.status, 207)
  assert.deepEqual(mixed.data, [
    { code: 'SUCCESS', details: { id: ids[0] }, message: 'record deleted', status: 'success' },
    { code: 'INVALID_DATA', details: { id: ids[1] }, message: 'record not deleted', status: 'error' },
  ])
  assert.equal((await call('GET', `/Leads/${ids[0]}`)).status, 204)
  assert.equal((await call('DELETE', `/Leads/${ids[0]}`)).status, 400)
  assert.equal((await call('DELETE', '/Leads')).body['code'], 'REQUIRED_PARAM_MISSING')
  assert.equal((await call('DELETE', `/Leads/${firstId(zoho, 'Leads')}`)).status, 200)
})

test('a body needs data: a list of one to a hundred objects', async (t) => {
  const { call } = await startWithCaller(t)
  const codeOf = async (body: unknown) => {
    const reply = await call('POST', '/Contacts', body)
    return [reply.status, reply.body['code'], (reply.body['details'] as Record<string, unknown>)['api_name']]
  }
  assert.deepEqual(await codeOf({}), [400, 'MANDATORY_NOT_FOUND', 'data'])
  assert.deepEqual(await codeOf({ data: {} }), [400, 'INVALID_DATA', 'data'])
  assert.deepEqual(await codeOf({ data: [] }), [400, 'INVALID_DATA', 'data'])
  assert.deepEqual(await codeOf({ data: Array.from({ length: 101 }, () => ({ Last_Name: 'x' })) }), [400, 'INVALID_DATA', 'data'])
  assert.equal((await call('POST', '/Contacts', { data: ['x'] })).status, 400)
})

test('a converted lead becomes a contact, an account and a deal, once, and leaves the list', async (t) => {
  const { zoho, call } = await startWithCaller(t)
  const lead = firstId(zoho, 'Leads')
  const convert = () =>
    call('POST', `/Leads/${lead}/actions/convert`, { data: [{ Deals: { Deal_Name: 'Won over', Stage: 'Qualification' } }] })
  const details = readResult(await convert()).details as Record<string, { id: string; name: string }>
  assert.deepEqual(Object.keys(details).sort(), ['Accounts', 'Contacts', 'Deals'])
  assert.equal((await call('GET', `/Deals/${details['Deals']?.id}`)).data[0]?.['Deal_Name'], 'Won over')
  const again = await convert()
  assert.deepEqual([again.status, again.body['code']], [400, 'ID_ALREADY_CONVERTED'])
  const listed = async (converted: string) => (await call('GET', `/Leads?fields=Last_Name&ids=${lead}&converted=${converted}`)).status
  assert.deepEqual([await listed('false'), await listed('true'), await listed('both')], [204, 200, 200])
})

test('a note of its own names its parent and its module', async (t) => {
  const { zoho, call } = await startWithCaller(t)
  const id = firstId(zoho, 'Deals')
  const made = await call('POST', '/Notes', { data: [{ Note_Content: 'C', Parent_Id: { module: { api_name: 'Deals' }, id } }] })
  assert.equal(made.status, 201)
  const shown = (await call('GET', `/Notes/${readResult(made).id}`)).data[0]
  assert.equal((shown!['Parent_Id'] as { id: string }).id, id)
  const orphan = await call('POST', '/Notes', { data: [{ Note_Content: 'C' }] })
  assert.equal(readResult(orphan).details['api_name'], 'Parent_Id')
})
