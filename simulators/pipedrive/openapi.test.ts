// Every operation of both versions driven once and held against Pipedrive's own OpenAPI documents: the request must be allowed by them, the
// reply must fit its schema, and nothing may appear in a reply that neither schema nor example names. The documents are not part of this repository.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { driveSteps, findDocument, listDriven, type Step } from '../lib/openapi-steps.ts'
import { loadVendorDocument } from './openapi-document.ts'
import { startPipedrive } from './pipedrive.ts'
import { operations } from './routes.ts'
import { createCaller, login, startFor } from './test-client.ts'

const v2 = findDocument('pipedrive/pipedrive-v2.2026-08.yaml')
const v1 = findDocument('pipedrive/pipedrive-v1.2026-08.yaml')

// The seed is the same on every start: codes and UUIDs can be read from one.
const seed = await startPipedrive()
const tenant = seed.state.tenants.get('alder-birch')
await seed.close()
const code = (entity: 'deal' | 'person' | 'organization' | 'product', name: string) =>
  tenant?.fields[entity].find((each) => each.name === name)?.code ?? ''
const fieldId = (entity: 'deal' | 'person', name: string) => tenant?.fields[entity].find((each) => each.code === name)?.id
const lead = String([...(tenant?.tables.leads.rows.keys() ?? [])][0])
const archivedLead = String([...(tenant?.tables.leads.rows.keys() ?? [])].at(-1))
const label = String([...(tenant?.tables.leadLabels.rows.keys() ?? [])][0])

const name = (text: string) => [{ value: text, primary: true, label: 'work' }]

/** The steps of one kind of fields; `option` is one of its enum. */
function createFieldSteps(path: string, field: { free: string; enum: string; option: number }): Step[] {
  return [
    { route: `GET ${path}`, query: 'limit=500&include_fields=ui_visibility' },
    { route: `POST ${path}`, body: { field_name: 'Fresh', field_type: 'enum', options: [{ label: 'One' }, { label: 'Two' }] } },
    { route: `GET ${path}/{field_code=${field.enum}}` },
    { route: `PATCH ${path}/{field_code=${field.free}}`, body: { field_name: 'Renamed', ui_visibility: { add_visible_flag: true } } },
    { route: `POST ${path}/{field_code=${field.enum}}/options`, body: [{ label: 'East' }] },
    { route: `PATCH ${path}/{field_code=${field.enum}}/options`, body: [{ id: field.option, label: 'Far North' }] },
    { route: `DELETE ${path}/{field_code=${field.enum}}/options`, body: [{ id: field.option }] },
    { route: `DELETE ${path}/{field_code=${field.free}}` },
  ]
}

const optionOf = (entity: 'deal' | 'person' | 'organization' | 'product', fieldName: string) =>
  Number(tenant?.fields[entity].find((each) => each.name === fieldName)?.options?.[0]?.id)

const v2Steps: Step[] = [
  {
    route: 'GET /persons',
    query: 'limit=2&org_id=1&include_fields=notes_count,open_deals_count&include_labels=true&include_option_labels=true',
  },
  { route: 'GET /persons', query: 'ids=1,2&sort_by=update_time&sort_direction=desc&updated_since=2024-01-01T00:00:00Z' },
  {
    route: 'POST /persons',
    body: { name: 'Ida Berg', org_id: 1, emails: name('ida@example.com'), custom_fields: { [code('person', 'Score')]: 4 } },
  },
  { route: 'GET /persons/{id=1}' },
  { route: 'PATCH /persons/{id=1}', body: { phones: name('123'), label_ids: [64] } },
  { route: 'DELETE /persons/{id=36}' },
  { route: 'GET /persons/search', query: 'term=mary&fields=name,email' },
  { route: 'GET /organizations', query: 'owner_id=11001&include_fields=people_count' },
  { route: 'POST /organizations', body: { name: 'Zed', address: { value: '2 Elm, Springfield' }, visible_to: 3 } },
  { route: 'GET /organizations/{id=1}' },
  { route: 'PATCH /organizations/{id=1}', body: { custom_fields: { [code('organization', 'Tax number')]: 'TX' } } },
  { route: 'DELETE /organizations/{id=12}' },
  { route: 'GET /organizations/search', query: 'term=acme' },
  { route: 'GET /deals', query: 'status=open,won&pipeline_id=1&filter_id=1' },
  { route: 'GET /deals/archived', query: 'limit=1' },
  {
    route: 'POST /deals',
    body: { title: 'New', person_id: 1, value: 10.5, custom_fields: { [code('deal', 'Setup fee')]: { value: 5, currency: 'EUR' } } },
  },
  { route: 'GET /deals/{id=1}', query: 'include_fields=activities_count' },
  { route: 'PATCH /deals/{id=1}', body: { status: 'lost', lost_reason: 'No budget' } },
  { route: 'DELETE /deals/{id=2}' },
  { route: 'GET /deals/search', query: 'term=deal&status=open' },
  { route: 'GET /activities', query: 'deal_id=1&done=false&include_fields=attendees' },
  {
    route: 'POST /activities',
    body: { subject: 'Call', type: 'call', due_date: '2026-01-02', due_time: '09:30', participants: [{ person_id: 1, primary: true }] },
  },
  { route: 'GET /activities/{id=1}' },
  { route: 'PATCH /activities/{id=1}', body: { done: true } },
  { route: 'DELETE /activities/{id=2}' },
  { route: 'GET /products', query: 'sort_by=name' },
  { route: 'POST /products', body: { name: 'Box', prices: [{ price: 12, currency: 'USD' }] }, status: 201 },
  { route: 'GET /products/{id=1}' },
  { route: 'PATCH /products/{id=1}', body: { code: 'B-1' } },
  { route: 'DELETE /products/{id=2}' },
  { route: 'GET /pipelines' },
  { route: 'POST /pipelines', body: { name: 'Partners' } },
  { route: 'GET /pipelines/{id=1}' },
  { route: 'PATCH /pipelines/{id=1}', body: { name: 'Sales' } },
  { route: 'GET /stages', query: 'pipeline_id=1&sort_by=order_nr' },
  { route: 'POST /stages', body: { name: 'Extra', pipeline_id: 1 } },
  { route: 'GET /stages/{id=1}' },
  { route: 'PATCH /stages/{id=1}', body: { deal_probability: 15 } },
  { route: 'DELETE /stages/{id=5}' },
  { route: 'DELETE /pipelines/{id=2}' },
  { route: 'GET /leads/search', query: 'term=lead&person_id=1' },
  { route: 'GET /itemSearch', query: 'term=mary&search_for_related_items=true' },
  ...createFieldSteps('/dealFields', {
    free: code('deal', 'Background'),
    enum: code('deal', 'Region'),
    option: optionOf('deal', 'Region'),
  }),
  ...createFieldSteps('/personFields', {
    free: code('person', 'Nickname'),
    enum: code('person', 'Tier'),
    option: optionOf('person', 'Tier'),
  }),
  ...createFieldSteps('/organizationFields', {
    free: code('organization', 'Employees'),
    enum: code('organization', 'Sector'),
    option: optionOf('organization', 'Sector'),
  }),
  ...createFieldSteps('/productFields', {
    free: code('product', 'Weight'),
    enum: code('product', 'Colour'),
    option: optionOf('product', 'Colour'),
  }),
  { route: 'GET /activityFields', query: 'include_fields=ui_visibility' },
  { route: 'GET /activityFields/{field_code=subject}' },
]

// The document's code of a product in search results is a number, though products have text there; its schema of `itemSearch/field`
// contradicts its own example. Both are driven by the other tests instead.
const contradicted = ['GET /products/search', 'GET /itemSearch/field']

const condition = { object: 'deal', field_id: String(fieldId('deal', 'title')), operator: '=', value: 'New', extra_value: null }
const conditions = {
  glue: 'and',
  conditions: [
    { glue: 'and', conditions: [condition] },
    { glue: 'or', conditions: [] },
  ],
}

const v1Steps: Step[] = [
  { route: 'GET /notes', query: 'limit=2&sort=add_time%20DESC' },
  { route: 'POST /notes', body: { content: '<p>Hello</p>', deal_id: 1, pinned_to_deal_flag: 1 } },
  { route: 'GET /notes/{id=1}' },
  { route: 'PUT /notes/{id=1}', body: { content: 'Changed' } },
  { route: 'DELETE /notes/{id=2}' },
  { route: 'GET /noteFields' },
  { route: 'GET /leads', query: 'limit=3&sort=title%20ASC' },
  { route: 'GET /leads/archived' },
  { route: 'POST /leads', body: { title: 'New', person_id: 1, value: { amount: 5, currency: 'USD' }, label_ids: [label] }, status: 201 },
  { route: `GET /leads/{id=${lead}}` },
  { route: `PATCH /leads/{id=${lead}}`, body: { title: 'Better' } },
  { route: `DELETE /leads/{id=${archivedLead}}` },
  { route: `GET /leads/{id=${archivedLead}}`, status: 404 },
  { route: 'GET /leadLabels' },
  { route: 'POST /leadLabels', body: { name: 'New', color: 'pink' } },
  { route: `PATCH /leadLabels/{id=${label}}`, body: { color: 'gray' } },
  { route: `DELETE /leadLabels/{id=${label}}` },
  { route: 'GET /leadSources' },
  { route: 'GET /leadFields', query: 'limit=5' },
  { route: 'GET /users' },
  { route: 'POST /users', body: { email: 'new@example.com' } },
  { route: 'GET /users/find', query: 'term=dana' },
  { route: 'GET /users/me' },
  { route: 'GET /users/{id=11002}' },
  { route: 'GET /users/{id=1}', status: 404 },
  { route: 'PUT /users/{id=11004}', body: { active_flag: false } },
  { route: 'GET /userSettings' },
  { route: 'GET /currencies', query: 'term=eur' },
  { route: 'GET /activityTypes' },
  { route: 'POST /activityTypes', body: { name: 'Video call', icon_key: 'camera' } },
  { route: 'PUT /activityTypes/{id=1}', body: { color: 'aeb31b' } },
  { route: 'DELETE /activityTypes/{id=2}' },
  { route: 'GET /filters', query: 'type=deals' },
  { route: 'POST /filters', body: { name: 'New ones', type: 'deals', conditions } },
  { route: 'GET /filters/helpers' },
  { route: 'GET /filters/{id=1}', query: 'include_field_code=true' },
  { route: 'PUT /filters/{id=1}', body: { conditions } },
  { route: 'DELETE /filters/{id=2}' },
  { route: 'DELETE /filters', query: 'ids=1,3' },
  {
    route: 'POST /webhooks',
    body: { subscription_url: 'https://octet.example/hook', event_action: 'create', event_object: 'person', name: 'New people' },
    status: 201,
  },
  { route: 'GET /webhooks' },
  { route: 'DELETE /webhooks/{id=1}' },
  { route: 'DELETE /webhooks/{id=1}', status: 404 },
  { route: 'GET /mailbox/mailThreads', query: 'folder=inbox&limit=2' },
  { route: 'GET /mailbox/mailThreads/{id=1}' },
  { route: 'GET /mailbox/mailThreads/{id=1}/mailMessages' },
  { route: 'DELETE /mailbox/mailThreads/{id=6}' },
  { route: 'GET /deals/{id=1}/mailMessages' },
  { route: 'GET /persons/{id=1}/mailMessages' },
  { route: 'GET /organizations/{id=1}/mailMessages' },
  { route: 'GET /dealFields', query: 'limit=500' },
  { route: `GET /dealFields/{id=${fieldId('deal', 'title')}}` },
  { route: 'GET /personFields' },
  { route: `GET /personFields/{id=${fieldId('person', 'name')}}` },
  { route: 'GET /organizationFields' },
  { route: 'GET /organizationFields/{id=12065}' },
  { route: 'GET /productFields' },
  { route: 'GET /productFields/{id=12078}' },
  { route: 'GET /activityFields' },
]

function listRoutes(version: string): string[] {
  return Object.keys(operations)
    .filter((each) => each.includes(` /${version}/`))
    .map((each) => each.replace(`/${version}`, ''))
    .sort()
}

test('the steps drive every operation the simulator has', () => {
  assert.deepEqual([...listDriven(v2Steps), ...contradicted].sort(), listRoutes('v2'))
  assert.deepEqual(listDriven(v1Steps), listRoutes('v1'))
})

for (const [version, { path, skip }, steps] of [
  ['v2', v2, v2Steps],
  ['v1', v1, v1Steps],
] as const) {
  test(`every ${version} operation fits Pipedrive's OpenAPI document`, { skip }, async (t) => {
    const { url } = await startFor(t)
    const call = createCaller(url, (await login(url)).access_token)
    await driveSteps(await loadVendorDocument(path), steps, (method, target, body) => call(method, `/${version}${target}`, body))
  })
}
