// Every v2 operation driven once and held against Keap's own OpenAPI document: the request must be allowed by it, the reply must fit its
// schema, and nothing may appear in a reply that the schema does not name. The document is not part of this repository.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { driveSteps, findDocument, listDriven, loadDocument, type Step } from '../lib/openapi-steps.ts'
import { v2Routes } from './routes.ts'
import { createCaller, login, startFor } from './test-client.ts'

const { path: document, skip } = findDocument('keap/keap-v2.crm-subset.json')

const email = (address: string, field = 'EMAIL1') => ({ email: address, field })

// Records made on the way take the next ids of the seed: contact 37, company 13, opportunity 25, note and task 31, product 7.
const steps: Step[] = [
  { route: 'GET /contacts', query: 'page_size=2&filter=given_name%3D%3DMar%2A&order_by=email%20desc&fields=given_name,custom_fields' },
  { route: 'GET /contacts', query: 'page_size=50' },
  {
    route: 'POST /contacts',
    body: {
      given_name: 'Ida',
      email_addresses: [email('ida@example.com'), email('ida@work.example.com', 'EMAIL2')],
      phone_numbers: [{ number: '4805550100', extension: '3', type: 'Work', field: 'PHONE2' }],
      addresses: [{ field: 'BILLING', line1: '1 Main St', region: 'Arizona', country_code: 'USA' }],
      company: { id: '1' },
      origin: { ip_address: '192.0.2.1' },
      custom_fields: [{ id: '17', content: 'text' }],
      social_accounts: [{ name: 'ida', type: 'LINKED_IN' }],
    },
    status: 201,
  },
  { route: 'POST /contacts', query: 'duplicate_option=Email', body: { email_addresses: [email('ida@example.com')] }, status: 200 },
  { route: 'GET /contacts/{contact_id=1}' },
  { route: 'PATCH /contacts/{contact_id=1}', query: 'update_mask=given_name&update_mask=job_title', body: { given_name: 'Mia' } },
  { route: 'DELETE /contacts/{contact_id=36}', status: 204 },
  { route: 'GET /contacts/{contact_id=36}', status: 404 },
  { route: 'GET /companies', query: 'fields=notes,address,email_address,phone_number,fax_number,custom_fields,create_time,update_time' },
  {
    route: 'POST /companies',
    body: { company_name: 'Zed', email_address: email('z@example.com'), address: { line1: '2 Elm' } },
    status: 201,
  },
  { route: 'GET /companies/{company_id=1}' },
  { route: 'PATCH /companies/{company_id=1}', query: 'update_mask=notes', body: { notes: 'new' } },
  { route: 'DELETE /companies/{company_id=12}', status: 204 },
  { route: 'GET /opportunities', query: 'fields=custom_fields,created_by,status_id&filter=opportunity_title%3D%3DDeal%2A' },
  { route: 'POST /opportunities', body: { opportunity_title: 'New', contact_id: '2', stage_id: '18' }, status: 201 },
  { route: 'GET /opportunities/{opportunity_id=1}' },
  { route: 'PATCH /opportunities/{opportunity_id=1}', query: 'update_mask=stage_id', body: { stage_id: '24' } },
  { route: 'DELETE /opportunities/{opportunity_id=2}', status: 204 },
  { route: 'GET /opportunities/stages', query: 'order_by=stage_order%20asc' },
  { route: 'POST /opportunities/stages', body: { name: 'Extra', order: 70, probability: 5, target_number_days: 3 }, status: 201 },
  { route: 'GET /opportunities/stages/{stage_id=18}' },
  { route: 'PATCH /opportunities/stages/{stage_id=18}', query: 'update_mask=name', body: { name: 'Brand new' } },
  { route: 'DELETE /opportunities/stages/{stage_id=28}', status: 204 },
  { route: 'GET /opportunities/stageMoves', query: 'filter=opportunity_id%3D%3D1' },
  { route: 'GET /opportunities/stageMoves/{stage_move_id=1}' },
  { route: 'GET /users', query: 'filter=include_inactive%3D%3Dtrue&page_size=100' },
  { route: 'GET /users/{user_id=1}' },
  { route: 'PATCH /users/{user_id=2}', body: { given_name: 'Dan', email_address: email('dan@example.com') } },
  { route: 'GET /users/{user_id=1}/signature' },
  { route: 'GET /notes', query: 'filter=title%3D%3DFollow%2A&fields=custom_fields' },
  { route: 'GET /contacts/{contact_id=2}/notes' },
  { route: 'POST /contacts/{contact_id=3}/notes', body: { user_id: '1', title: 'Hello', text: 'World', is_pinned: true }, status: 201 },
  { route: 'GET /contacts/{contact_id=3}/notes/{note_id=31}' },
  { route: 'PATCH /contacts/{contact_id=3}/notes/{note_id=31}', query: 'update_mask=text', body: { user_id: '1', text: 'Changed' } },
  { route: 'DELETE /contacts/{contact_id=3}/notes/{note_id=31}', status: 204 },
  { route: 'GET /tasks', query: 'filter=is_completed%3D%3Dfalse&fields=custom_fields' },
  {
    route: 'POST /tasks',
    body: { assigned_to_user_id: '1', title: 'Do', priority: 'CRITICAL', due_time: '2026-01-02T03:04:05Z' },
    status: 201,
  },
  { route: 'GET /tasks/{task_id=1}' },
  { route: 'PATCH /tasks/{task_id=1}', query: 'update_mask=completed', body: { completed: true } },
  { route: 'DELETE /tasks/{task_id=2}', status: 204 },
  { route: 'GET /products', query: 'filter=name%3D%3DPro%2A' },
  {
    route: 'POST /products',
    body: { name: 'Box', price: 1250, short_description: 'A box', inventory: { inventory_count: 3 } },
    status: 201,
  },
  { route: 'GET /products/{product_id=1}' },
  { route: 'PATCH /products/{product_id=1}', query: 'update_mask=price', body: { price: 990 } },
  { route: 'POST /products/{product_id=1}:adjustInventory', body: { type: 'DECREASE', quantity: 2 } },
  { route: 'DELETE /products/{product_id=2}', status: 204 },
  { route: 'GET /tags', query: 'filter=category_id%3D%3DNONE' },
  { route: 'POST /tags', body: { name: 'Fresh', category: { id: '1' } }, status: 201 },
  { route: 'GET /tags/{tag_id=1}' },
  { route: 'GET /contacts/{contact_id=1}/tags' },
  { route: 'POST /tags/{tag_id=4}/contacts:applyTags', body: { contact_ids: ['1', '9999'] } },
  { route: 'POST /tags/{tag_id=4}/contacts:removeTags', body: { contact_ids: ['1'] }, status: 204 },
  { route: 'GET /leadSources', query: 'filter=name%3D%3DGoogle%2A' },
  { route: 'POST /leadSources', body: { name: 'Flyer' }, status: 201 },
  { route: 'GET /leadSources/{lead_source_id=1}' },
  { route: 'GET /locales/countries' },
  { route: 'GET /locales/countries/{country_code=USA}' },
  { route: 'GET /locales/countries/{country_code=USA}/provinces' },
  { route: 'GET /locales/countries/{country_code=USA}/provinces/{province_code=US-AZ}' },
  { route: 'GET /oauth/connect/userinfo' },
  { route: 'GET /businessProfile' },
  { route: 'GET /contacts/model' },
  { route: 'GET /companies/model' },
  { route: 'GET /opportunities/model' },
  { route: 'GET /notes/model' },
  { route: 'GET /tasks/model' },
]

test('the steps drive every v2 route the simulator has', () => {
  assert.deepEqual(listDriven(steps), Object.keys(v2Routes).sort())
})

test("every v2 operation fits Keap's OpenAPI document", { skip }, async (t) => {
  const keap = await startFor(t)
  const call = createCaller(keap.url, (await login(keap.url)).access_token)
  await driveSteps(loadDocument(document, '/rest/v2'), steps, (method, path, body) => call(method, `/v2${path}`, body))
})
