/** The element as clients of the original know it: its resources, payloads, ids and verbs. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { useZoho } from './zohocrmv2-server.ts'

type Fields = Readonly<Record<string, unknown>>

/** As clients of the original create them, and a field that both sides spell the same way. */
const cases: Readonly<Record<string, { readonly module: string; readonly create: Fields; readonly update: Fields }>> = {
  accounts: { module: 'Accounts', create: { Account_Name: 'Suite' }, update: { Phone: '1' } },
  contacts: { module: 'Contacts', create: { Last_Name: 'Suite' }, update: { Title: 'Tester' } },
  leads: { module: 'Leads', create: { Last_Name: 'Suite' }, update: { Company: 'Suite' } },
  opportunities: { module: 'Deals', create: { Deal_Name: 'Suite' }, update: { Amount: 12.5 } },
  campaigns: { module: 'Campaigns', create: { Campaign_Name: 'Suite' }, update: { Status: 'Active' } },
  products: { module: 'Products', create: { Product_Name: 'Suite' }, update: { Taxable: true } },
  cases: { module: 'Cases', create: { Case_Reason: 'Suite' }, update: { Priority: 'High' } },
  tasks: { module: 'Tasks', create: { Subject: 'Suite' }, update: { Due_Date: '2026-03-01' } },
  'activities-calls': { module: 'Calls', create: { Subject: 'Suite' }, update: { Call_Result: 'Reached' } },
  'activities-events': {
    module: 'Events',
    create: { Event_Title: 'Suite', Start_DateTime: '2018-06-26T00:00:00+00:00', End_DateTime: '2018-06-26T23:59:59+00:00' },
    update: { Venue: 'Here' },
  },
}

describe('zohocrmv2: the resources', () => {
  const crm = useZoho()

  for (const [resource, { module, create, update }] of Object.entries(cases)) {
    it(`trap 26: ${resource}: a created one has an id, and is read, changed, found and deleted by it`, async () => {
      const created = await crm.write('POST', `/${resource}`, create)
      assert.equal(created.status, 200, created.text)
      const { id } = created.body
      assert.match(id, /^\d{17,19}$/)
      assert.equal(created.body.details.id, id)
      assert.equal(created.headers.get('elements-error'), null)
      for (const [name, value] of Object.entries(create)) assert.equal(created.body[name], value, name)
      for (const method of ['PUT', 'PATCH']) {
        const changed = await crm.write(method, `/${resource}/${id}`, update)
        assert.deepEqual([changed.status, changed.body.id, changed.body.details.id], [200, id, id], changed.text)
      }
      const read = await crm.get(`/${resource}/${id}`)
      assert.equal(read.body.id, id)
      for (const [name, value] of Object.entries(update)) assert.equal(read.body[name], value, name)
      const found = await crm.get(`/${resource}`, { where: `id='${id}'` })
      assert.equal(found.status, 200, found.text)
      assert.deepEqual(
        found.body.map((row: { id: string }) => row.id),
        [id],
      )
      const listed = await crm.get(`/${resource}`, { pageSize: '1' })
      assert.deepEqual([listed.body.length, listed.body[0].id], [1, id])
      const removed = await crm.write('DELETE', `/${resource}/${id}`)
      assert.deepEqual([removed.status, removed.text], [200, ''])
      assert.ok(crm.stored(module).every((values) => values['id'] !== id))
      assert.equal((await crm.get(`/${resource}/${id}`)).status, 404)
    })

    it(`${resource}: word is the vendor's search by words`, async () => {
      const { status, text, asked } = await crm.get(`/${resource}`, { where: "word='Test'" })
      assert.equal(status, 200, text)
      assert.deepEqual(asked, [`GET /crm/v8/${module}/search?word=Test&per_page=200&page=1`])
    })
  }

  for (const [parent, module] of Object.entries({ accounts: 'Accounts', contacts: 'Contacts', leads: 'Leads', opportunities: 'Deals' })) {
    it(`/${parent}/{id}/notes: written to its record, and listed there alone`, async () => {
      const [one, other] = crm.stored(module).map(({ id }) => id)
      const path = `/${parent}/${one}/notes`
      const created = await crm.write('POST', path, { Note_Content: 'Suite' })
      assert.equal(created.status, 200, created.text)
      const { id } = created.body
      assert.equal((await crm.write('PATCH', `${path}/${id}`, { Note_Content: 'Changed' })).status, 200)
      assert.deepEqual((await crm.get(`${path}/${id}`)).body.Note_Content, 'Changed')
      const ids = async (of: unknown, query = {}) =>
        (await crm.get(`/${parent}/${of}/notes`, query)).body.map((row: { id: string }) => row.id) as string[]
      assert.ok((await ids(one)).includes(id))
      assert.deepEqual(await ids(one, { where: "Note_Content LIKE 'Chan%'" }), [id])
      assert.ok(!(await ids(other)).includes(id))
      assert.equal((await crm.write('DELETE', `${path}/${id}`)).status, 200)
      assert.equal((await crm.get(`${path}/${id}`)).status, 404)
    })
  }

  it('/notes are all notes; Parent_Id says where one belongs', async () => {
    const parent = crm.stored('Contacts')[0]!['id']
    const body = { Note_Content: 'Hello', Parent_Id: { module: { api_name: 'Contacts' }, id: parent } }
    const { body: created } = await crm.write('POST', '/notes', body)
    assert.equal((await crm.get('/notes', { pageSize: '1' })).body[0].id, created.id)
    assert.equal((await crm.get(`/contacts/${parent}/notes`)).body[0].id, created.id)
  })

  it('users are listed by their kind, and read', async () => {
    const all = await crm.get('/users')
    assert.equal(all.body.length, 5)
    const active = await crm.get('/users', { type: 'ActiveUsers', pageSize: '2' })
    assert.deepEqual(active.asked, ['GET /crm/v8/users?type=ActiveUsers&per_page=2&page=1'])
    assert.equal(active.body.length, 2)
    assert.equal((await crm.get(`/users/${active.body[0].id}`)).body.email, active.body[0].email)
    const searched = (await crm.get('/users', { where: "status='active'" })).body
    assert.deepEqual([...new Set(searched.map((user: { status: string }) => user.status))], ['active'])
    assert.equal((await crm.get('/users', { type: 'Everyone' })).status, 400)
    assert.equal((await crm.get('/users/123456789012345678')).status, 404)
  })

  it('nothing is no record, also where the element fills up what Zoho asks for', async () => {
    const before = ['Cases', 'Calls', 'Deals'].map((module) => crm.stored(module).length)
    for (const path of ['/cases', '/activities-calls', '/opportunities']) {
      for (const body of [{}, null, undefined]) {
        const { status, text } = await crm.write('POST', path, body)
        assert.equal(status, 400, `${path} ${JSON.stringify(body)} ${text}`)
      }
    }
    assert.deepEqual(
      ['Cases', 'Calls', 'Deals'].map((module) => crm.stored(module).length),
      before,
    )
  })

  it('ping', async () => {
    const { status, body } = await crm.get('/ping')
    assert.deepEqual([status, body.endpoint], [200, 'zohocrmv2'])
  })

  it('modules that the element does not list are there under the name that Zoho has for them, and no others', async () => {
    const created = await crm.write('POST', '/Deals', { Deal_Name: 'Any', Stage: 'Qualification' })
    assert.equal(created.status, 200, created.text)
    const { id } = created.body
    assert.equal((await crm.write('PATCH', `/Deals/${id}`, { Amount: 7 })).status, 200)
    const found = await crm.get('/Deals', { where: "Deal_Name='Any' AND Amount=7" })
    assert.deepEqual([found.body[0].id, found.body[0].Stage], [id, 'Qualification'])
    assert.match(found.asked.at(-1)!, /^GET \/crm\/v8\/Deals\?ids=\d+&fields=id,/)
    assert.equal((await crm.write('DELETE', `/Deals/${id}`)).status, 200)
    assert.equal((await crm.get('/Sandwiches')).status, 404)
    const deal = crm.stored('Deals').find((values) => values['Contact_Name'] !== null)!
    const contact = (deal['Contact_Name'] as { id: string }).id
    const related = await crm.get(`/Contacts/${contact}/Deals`)
    assert.ok(related.body.some((row: { id: string }) => row.id === deal['id']))
  })

  it('a record that the path names and that is not there is a 404, whatever the verb', async () => {
    for (const id of ['0', 'abc', '123456789012345678']) {
      assert.equal((await crm.get(`/contacts/${id}`)).status, 404, id)
      assert.equal((await crm.write('PUT', `/contacts/${id}`, { Title: 'x' })).status, 404, id)
      assert.equal((await crm.write('DELETE', `/contacts/${id}`)).status, 404, id)
      assert.equal((await crm.get(`/contacts/${id}/notes`)).status, 404, id)
    }
  })

  it('a field that Zoho does not have is told, and not answered as if it were stored', async () => {
    const { id } = (await crm.write('POST', '/contacts', { Last_Name: 'Suite' })).body
    const { status, body, headers } = await crm.write('PUT', `/contacts/${id}`, { Title: 'Tester', Nope: 1 })
    assert.deepEqual([status, body.id, body.Title, 'Nope' in body], [200, id, 'Tester', false])
    assert.equal(headers.get('elements-error'), 'Ignored fields: Nope')
  })

  it('what Zoho refuses of a record is a 400 that says which field', async () => {
    const empty = await crm.write('POST', '/contacts', {})
    assert.equal(empty.status, 400)
    assert.match(empty.body.providerMessage, /MANDATORY_NOT_FOUND.*Last_Name/)
    const wrong = await crm.write('POST', '/contacts', { Last_Name: 'x', Account_Name: { id: '123456789012345678' } })
    assert.equal(wrong.status, 400)
    assert.match(wrong.body.providerMessage, /Account_Name/)
    assert.equal((await crm.hub.call('POST', '/hubs/crm/contacts', { body: 'no json' })).status, 400)
  })

  it('a record that failed inside a 2xx is the refusal that it is', async () => {
    crm.zoho.options.allFailedStatus = 202
    const failed = await crm.write('POST', '/contacts', {})
    assert.equal(failed.status, 400)
    assert.match(failed.body.providerMessage, /Last_Name/)
    const code =
      crm
        .stored('Contacts')
        .map((values) => values['External_Code'])
        .find(Boolean) ?? 'taken'
    await crm.write('POST', '/contacts', { Last_Name: 'first', External_Code: code })
    assert.equal((await crm.write('POST', '/contacts', { Last_Name: 'second', External_Code: code })).status, 409)
    crm.zoho.options.allFailedStatus = 400
    assert.equal((await crm.write('POST', '/contacts', { Last_Name: 'second', External_Code: code })).status, 409)
  })
})
