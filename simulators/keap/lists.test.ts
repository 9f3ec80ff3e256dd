// Group 7: v2 lists: page sizes, tokens, order, filters, sparse replies.
import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import type { KeapOptions } from './keap.ts'
import { createCaller, login, startFor } from './test-client.ts'

type Item = Record<string, unknown> & { id: string }

async function start(t: TestContext, options: Partial<KeapOptions> = {}) {
  const keap = await startFor(t, options)
  const call = createCaller(keap.url, (await login(keap.url)).access_token)
  const list = async (resource: string, query: Record<string, string> = {}) => {
    const reply = await call('GET', `/v2/${resource}?${new URLSearchParams(query)}`)
    const key = resource.split('/').at(-1) ?? ''
    return { status: reply.status, items: (reply.body[key] ?? []) as Item[], next: reply.body['next_page_token'] as string | undefined }
  }
  const ids = async (resource: string, filter: string) => {
    const found = await list(resource, { filter, page_size: '100' })
    assert.equal(found.status, 200, filter)
    return found.items.map((item) => item.id)
  }
  const refuse = async (resource: string, filter: string) => assert.equal((await list(resource, { filter })).status, 400, filter)
  return { keap, call, list, ids, refuse }
}

test('page sizes are 0 to 1000, for users 1 to 100', async (t) => {
  const { list } = await start(t, { defaultPageSize: 7 })
  assert.equal((await list('contacts', { page_size: '3' })).items.length, 3)
  assert.equal((await list('contacts', { page_size: '0' })).items.length, 7)
  for (const page_size of ['1001', '-1', 'x', '1.5']) assert.equal((await list('contacts', { page_size })).status, 400, page_size)
  assert.equal((await list('users', { page_size: '100' })).status, 200)
  for (const page_size of ['0', '101']) assert.equal((await list('users', { page_size })).status, 400, page_size)
})

test('walking by token gives every record once in a stable order, no count, and no token on the last page', async (t) => {
  const { call, list } = await start(t)
  const seen: string[] = []
  let token: string | undefined = ''
  do {
    const page: Awaited<ReturnType<typeof list>> = await list('contacts', { page_size: '12', ...(token ? { page_token: token } : {}) })
    seen.push(...page.items.map((item) => item.id))
    token = page.next
  } while (token)
  assert.deepEqual(
    seen,
    Array.from({ length: 36 }, (_, at) => String(at + 1)),
  )
  const reply = await call('GET', '/v2/contacts?page_size=36')
  assert.deepEqual(Object.keys(reply.body), ['contacts'])
})

test('a token is bound to filter, order and list, and a made-up one is refused', async (t) => {
  const { list } = await start(t)
  const { next = '' } = await list('contacts', { page_size: '2', filter: 'given_name==M*' })
  assert.equal((await list('contacts', { page_token: next, filter: 'given_name==M*' })).status, 200)
  assert.equal((await list('contacts', { page_token: next })).status, 400)
  assert.equal((await list('contacts', { page_token: next, filter: 'given_name==M*', order_by: 'id desc' })).status, 400)
  assert.equal((await list('notes', { page_token: next, filter: 'given_name==M*' })).status, 400)
  assert.equal((await list('contacts', { page_token: 'nonsense' })).status, 400)
})

test('the token may come as a whole URL that can be followed, and may lapse', async (t) => {
  let now = Date.UTC(2026, 0, 1)
  const { keap, list, call } = await start(t, { now: () => now, pageTokenForm: 'url', pageTokenSeconds: 60 })
  const { next = '' } = await list('contacts', { page_size: '5', filter: 'contact_id>2' })
  assert.ok(next.startsWith(`${keap.url}/crm/rest/v2/contacts/?`))
  const follow = () => call('GET', next.replace(`${keap.url}/crm/rest`, ''))
  const page = (await follow()).body['contacts'] as Item[]
  assert.deepEqual(
    page.map((item) => item.id),
    ['8', '9', '10', '11', '12'],
  )
  now += 61_000
  assert.equal((await follow()).status, 400)
})

test('tokens continue after the last record, or at an offset, when records come and go between pages', async (t) => {
  const { keap, list, call } = await start(t)
  const walk = async () => {
    const { next = '' } = await list('contacts', { page_size: '10' })
    await call('DELETE', `/v2/contacts/${(await list('contacts', { page_size: '1' })).items[0]?.id}`)
    return (await list('contacts', { page_size: '10', page_token: next })).items[0]?.id
  }
  assert.equal(await walk(), '11')
  keap.options.pageTokenPosition = 'offset'
  assert.equal(await walk(), '13')
})

test('order_by takes a known field and a direction', async (t) => {
  const { list } = await start(t)
  const emails = (await list('contacts', { order_by: 'email desc' })).items.map(
    (item) => (item['email_addresses'] as { email: string }[])[0]?.email ?? '',
  )
  assert.deepEqual(emails, [...emails].sort().reverse())
  assert.deepEqual(
    (await list('contacts', { order_by: 'id desc', page_size: '2' })).items.map((item) => item.id),
    ['36', '35'],
  )
  const stages = (await list('opportunities/stages', { order_by: 'stage_order asc' })).items
  assert.deepEqual([stages[0]?.id, stages[0]?.['name'], stages[0]?.['order']], ['18', 'New Opportunity', 10])
  for (const order_by of ['phone asc', 'id up', 'id asc desc']) assert.equal((await list('contacts', { order_by })).status, 400, order_by)
})

test('contacts: equality ignores case, a trailing wildcard is a prefix, conditions are joined by ;', async (t) => {
  const { ids, list } = await start(t)
  assert.deepEqual(await ids('contacts', 'given_name==mary'), ['16', '32'])
  assert.deepEqual(await ids('contacts', 'given_name==Mar*'), ['16', '32'])
  assert.deepEqual(await ids('contacts', 'given_name==Mar*;contact_id>16;'), ['32'])
  assert.deepEqual(await ids('contacts', 'email==mary.delgado.16@ab123.example.com'), ['16'])
  assert.deepEqual(await ids('contacts', 'contact_id>=3;contact_id<5'), ['3', '4'])
  assert.deepEqual(await ids('contacts', 'ids==3,1,999'), ['1', '3'])
  assert.equal((await list('contacts', { email: 'nobody@example.com' })).items.length, 36)
})

test('contacts: addresses, phones, lead sources, update times', async (t) => {
  const { ids, refuse } = await start(t)
  const chandler = await ids('contacts', 'city==Chan*;state==Arizona')
  assert.ok(chandler.length > 0)
  assert.deepEqual(await ids('contacts', 'billing_address_locality==Chandler'), chandler)
  assert.deepEqual(await ids('contacts', 'phone_number==(480) 555-0055;phone_fields==PHONE4,PHONE5'), ['5'])
  assert.deepEqual(await ids('contacts', 'phone_number==(480) 555-0055;phone_fields==PHONE1'), [])
  assert.ok((await ids('contacts', 'lead_source_name==Goo*')).length > 0)
  assert.deepEqual(await ids('contacts', 'start_update_time==2024-03-16T21:30:00.000Z'), ['35', '36'])
  assert.deepEqual(await ids('contacts', 'end_update_time==2024-03-15T11:30:00.000Z'), ['1'])
  await refuse('contacts', 'phone_number==1')
})

test('custom fields: operators by type, names without regard to case', async (t) => {
  const { ids, refuse } = await start(t)
  assert.deepEqual(await ids('contacts', 'customwholenumber>=9'), ['9', '10'])
  assert.deepEqual(await ids('contacts', 'customDropdown==Sil*;customYesNo==1'), ['1', '7'])
  assert.equal((await ids('contacts', 'customListBox==blue')).length, 10)
  assert.equal((await ids('contacts', 'customDate<=2025-06-01T00:00:00.000Z')).length, 10)
  for (const filter of ['customDate<=2025-06-01', 'customText>5', 'customWholeNumber==x', 'customYesNo==2'])
    await refuse('contacts', filter)
})

test('a filter is refused for unknown fields, wrong operators, dates without time, wildcards not at the end', async (t) => {
  const { refuse } = await start(t)
  const wrong = [
    'shoe_size==9',
    'email>a',
    'email',
    '==x',
    'start_update_time==2024-01-01',
    'given_name==*ary',
    'given_name==M*ry',
    'contact_id==x',
  ]
  for (const filter of wrong) await refuse('contacts', filter)
  await refuse('opportunities', 'ids==1,2;opportunity_id>1')
  await refuse('opportunities', `ids==${Array.from({ length: 101 }, (_, at) => at + 1)}`)
  await refuse('opportunities', 'last_updated_time>2024-01-01T00:00:00.000Z')
  await refuse('notes', 'id>1;ids==1')
  await refuse('tasks', 'priority==HIGH')
})

test('the other resources filter as documented', async (t) => {
  const { ids } = await start(t)
  assert.deepEqual(await ids('companies', 'company_name==Acme Tools'), ['1'])
  assert.deepEqual(await ids('companies', 'company_name==Acme*'), [])
  assert.deepEqual(await ids('companies', 'name==Acme*'), ['1'])
  assert.deepEqual(await ids('companies', 'employees>=55;company_id<12'), ['11'])
  assert.deepEqual(await ids('opportunities', 'opportunity_title==Deal 0*;projected_revenue_low>700'), ['8', '9'])
  assert.deepEqual(await ids('opportunities', 'contact_city==Chan*;ids==5,6'), ['6'])
  assert.deepEqual(await ids('notes', 'title==report 1'), ['1', '10', '11', '13', '14', '16', '17', '19'])
  assert.deepEqual(await ids('notes', 'title==Follow*;id!=3;id<9'), ['6'])
  assert.deepEqual(await ids('tasks', 'is_completed==true;has_due_date==false'), ['20'])
  assert.deepEqual(await ids('tasks', 'title==Follow*;task_ids==1,2,3,4'), ['2', '4'])
  assert.deepEqual(await ids('tasks', 'user_id==UNASSIGNED'), [])
  assert.deepEqual(await ids('users', 'given_name==Former'), [])
  assert.deepEqual(await ids('users', 'given_name==Former;include_inactive==true'), ['5'])
  assert.deepEqual(await ids('products', 'sku==SKU-00*;product_id<=2'), ['1', '2'])
  assert.deepEqual(await ids('tags', 'category_id==NONE'), ['4'])
})

test('fields picks what contacts show; elsewhere it adds optional properties; unknown names are refused', async (t) => {
  const { list, call } = await start(t)
  const [sparse] = (await list('contacts', { fields: 'given_name,email_addresses', page_size: '1' })).items
  assert.deepEqual(Object.keys(sparse ?? {}).sort(), ['email_addresses', 'given_name', 'id'])
  assert.equal((await list('contacts', { fields: 'shoe_size' })).status, 400)
  const [plain] = (await list('companies', { page_size: '1' })).items
  for (const name of ['notes', 'fax_number', 'address', 'email_address', 'phone_number', 'update_time', 'create_time', 'custom_fields']) {
    assert.equal(plain?.[name], undefined, name)
  }
  assert.ok((await list('companies', { page_size: '1', fields: 'notes,address' })).items[0]?.['address'])
  assert.equal((await call('GET', '/v2/opportunities/1')).body['custom_fields'], undefined)
  assert.ok((await call('GET', '/v2/opportunities/1?fields=custom_fields')).body['custom_fields'])
})

test('ids are strings, and the stock count shows only in the detail of a product', async (t) => {
  const { list, call } = await start(t)
  const [product] = (await list('products', { page_size: '1' })).items
  assert.equal(product?.id, '1')
  assert.ok(product?.['inventory'] && !('inventory_count' in (product['inventory'] as object)))
  const detail = (await call('GET', '/v2/products/1')).body
  assert.equal((detail['inventory'] as Item)['inventory_count'], 120)
  assert.deepEqual(detail['price'], { amount: 4999, currency_code: 'USD', formatted_amount: '$49.99' })
})

test('empty properties are left out, or null when the knob says so', async (t) => {
  const { keap, call } = await start(t)
  assert.ok(!('middle_name' in (await call('GET', '/v2/contacts/11')).body))
  keap.options.emptyFields = 'null'
  assert.equal((await call('GET', '/v2/contacts/11')).body['middle_name'], null)
})
