// Modules, fields with picklists and custom fields, the pipeline, the organization, users.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { firstId, startWithCaller } from './test-client.ts'

type Record_ = Record<string, unknown>

test('modules are listed, and found by name or id', async (t) => {
  const { call } = await startWithCaller(t)
  const modules = (await call('GET', '/settings/modules')).body['modules'] as Record_[]
  const names = modules.map((each) => each['api_name'])
  assert.deepEqual(names.slice(0, 4), ['Leads', 'Contacts', 'Accounts', 'Deals'])
  for (const key of ['api_name', 'id'] as const) {
    const { body } = await call('GET', `/settings/modules/${String(modules[3]?.[key])}`)
    assert.equal((body['modules'] as Record_[])[0]?.['plural_label'], 'Deals')
  }
  assert.equal((await call('GET', '/settings/modules/Nonsense')).body['code'], 'INVALID_MODULE')
})

test('fields tell type, length, duty, options and whether they are custom', async (t) => {
  const { call } = await startWithCaller(t)
  const fields = (await call('GET', '/settings/fields?module=Contacts')).body['fields'] as Record_[]
  const find = (name: string) => fields.find((each) => each['api_name'] === name)
  assert.deepEqual(
    [find('Last_Name')?.['data_type'], find('Last_Name')?.['system_mandatory'], find('Last_Name')?.['length']],
    ['text', true, 80],
  )
  assert.deepEqual([find('Full_Name')?.['field_read_only'], find('Full_Name')?.['display_field']], [true, true])
  assert.deepEqual([find('Loyalty')?.['custom_field'], find('Loyalty')?.['created_source']], [true, 'custom'])
  const options = find('Loyalty')?.['pick_list_values'] as Record_[]
  assert.deepEqual(
    options.map((each) => each['actual_value']),
    ['Gold', 'Silver', 'Bronze'],
  )
  assert.equal(((find('Account_Name')!['lookup'] as Record_)['module'] as Record_)['api_name'], 'Accounts')
  assert.deepEqual([find('External_Code')?.['unique'], find('Spoken_Languages')?.['json_type']], [{ casesensitive: 'false' }, 'jsonarray'])
})

test('one field is read by id; a module must be named', async (t) => {
  const { call } = await startWithCaller(t)
  const [field] = (await call('GET', '/settings/fields?module=Deals')).body['fields'] as Record_[]
  const one = await call('GET', `/settings/fields/${String(field?.['id'])}?module=Deals`)
  assert.deepEqual(one.body['fields'], [field])
  assert.equal((await call('GET', '/settings/fields/1?module=Deals')).status, 204)
  assert.equal((await call('GET', '/settings/fields')).body['code'], 'REQUIRED_PARAM_MISSING')
  assert.equal((await call('GET', '/settings/fields?module=Nonsense')).body['code'], 'INVALID_MODULE')
})

test('the pipeline of the layout has the stages of deals', async (t) => {
  const { call } = await startWithCaller(t)
  const fields = (await call('GET', '/settings/fields?module=Deals')).body['fields'] as Record_[]
  const stage = fields.find((each) => each['api_name'] === 'Stage')
  const [layout] = stage!['layout_associations'] as Record_[]
  const [pipeline] = (await call('GET', `/settings/pipeline?layout_id=${String(layout?.['id'])}`)).body['pipeline'] as Record_[]
  const stages = (pipeline!['maps'] as Record_[]).map((each) => each['actual_value'])
  assert.deepEqual(
    stages,
    (stage!['pick_list_values'] as Record_[]).map((each) => each['actual_value']),
  )
  assert.equal((await call('GET', '/settings/pipeline')).status, 400)
})

test('the organization tells its name and zone', async (t) => {
  const { call } = await startWithCaller(t)
  const [org] = (await call('GET', '/org')).body['org'] as Record_[]
  assert.deepEqual([org?.['company_name'], org?.['time_zone']], ['Northwind Traders', 'Etc/GMT+8'])
})

test('users are listed by kind, page by page, read one by one and counted', async (t) => {
  const { zoho, call } = await startWithCaller(t)
  const names = async (query: string) =>
    ((await call('GET', `/users${query}`)).body['users'] as Record_[]).map((each) => each['first_name'])
  assert.deepEqual(await names(''), ['Ines', 'Marco', 'Robin', 'Lea', 'Otto'])
  assert.deepEqual(await names('?type=ActiveConfirmedUsers'), ['Ines', 'Marco', 'Robin'])
  assert.deepEqual(await names('?type=DeactiveUsers'), ['Lea'])
  assert.deepEqual(await names('?type=CurrentUser'), ['Ines'])
  assert.deepEqual(await names('?per_page=2&page=2'), ['Robin', 'Lea'])
  assert.equal((await call('GET', '/users?type=DeletedUsers')).status, 204)
  assert.equal((await call('GET', '/users?type=Nonsense')).body['code'], 'PATTERN_NOT_MATCHED')
  const id = [...zoho.state.tenants.get('northwind')!.users.keys()][1]
  assert.equal(((await call('GET', `/users/${id}`)).body['users'] as Record_[])[0]?.['full_name'], 'Marco Manager')
  assert.equal((await call('GET', `/users/${firstId(zoho, 'Leads')}`)).status, 204)
  assert.equal((await call('GET', '/users/actions/count?type=ActiveUsers')).body['count'], 4)
})
