/** Contacts through the CRM hub, under the names that clients of the original know. */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { type Connected, createTestApp, type TestApp } from '../app.ts'

describe('contacts through the hub', () => {
  let test: TestApp
  let hub: Connected
  before(async () => {
    test = await createTestApp()
    hub = await test.connect()
  })
  after(() => test.close())

  const ada = { FirstName: 'Ada', LastName: 'Lovelace', Email: 'ada@example.com', Phone1: '+44 20 7946 0000' }

  it('trap 26: creates a contact and answers its id, with which it is read, changed, found and deleted', async () => {
    const created = await hub.call('POST', '/hubs/crm/contacts', { body: ada })
    assert.equal(created.status, 200)
    const { id } = created.body
    assert.ok(Number.isInteger(id) && id > 0)
    assert.equal(created.body.Id, id)
    const read = await hub.call('GET', `/hubs/crm/contacts/${id}`)
    assert.equal(read.status, 200)
    for (const [name, value] of Object.entries(ada)) assert.equal(read.body[name], value, name)
    const changed = await hub.call('PATCH', `/hubs/crm/contacts/${id}`, { body: { JobTitle: 'Analyst' } })
    assert.deepEqual([changed.status, changed.body.id, changed.body.JobTitle], [200, id, 'Analyst'])
    const found = await hub.call('GET', `/hubs/crm/contacts?where=${encodeURIComponent("Email='ada@example.com'")}`)
    assert.deepEqual([found.status, found.body.length, found.body[0].id], [200, 1, id])
    assert.equal((await hub.call('DELETE', `/hubs/crm/contacts/${id}`)).status, 200)
    const gone = await hub.call('GET', `/hubs/crm/contacts/${id}`)
    assert.equal(gone.status, 404)
    assert.match(gone.body.providerMessage, /\w/)
  })

  it('gives a whole contact its old wire names, ids as numbers, dates in UTC', async () => {
    const { body } = await hub.call('GET', '/hubs/crm/contacts/1')
    assert.deepEqual([body.Id, body.id], [1, 1])
    for (const name of [
      'FirstName',
      'LastName',
      'Email',
      'EmailAddress2',
      'EmailAddress3',
      'Phone1',
      'Phone5',
      'StreetAddress1',
      'City2',
      'City3',
    ])
      assert.equal(typeof body[name], 'string', name)
    assert.match(body.DateCreated, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/)
    assert.ok(Number.isInteger(body.OwnerID))
  })

  it('keeps the other e-mails, phones and addresses when one changes', async () => {
    const { body: before } = await hub.call('GET', '/hubs/crm/contacts/2')
    const { status, body } = await hub.call('PATCH', '/hubs/crm/contacts/2', {
      body: { EmailAddress2: 'new@example.com', Phone3: '555', City2: 'Turin' },
    })
    assert.equal(status, 200)
    const { body: after } = await hub.call('GET', '/hubs/crm/contacts/2')
    assert.deepEqual([after.EmailAddress2, after.Phone3, after.City2], ['new@example.com', '555', 'Turin'])
    const { LastUpdated: _before, ...kept } = before
    const { LastUpdated: _after, ...now } = after
    assert.deepEqual(now, { ...kept, EmailAddress2: 'new@example.com', Phone3: '555', City2: 'Turin' })
    assert.equal(body.id, 2)
  })

  it('clears a phone number with its extension and type, and nothing else', async () => {
    const { body: before } = await hub.call('GET', '/hubs/crm/contacts/4')
    assert.equal(typeof before.Phone1Type, 'string')
    const cleared = await hub.call('PATCH', '/hubs/crm/contacts/4', { body: { Phone1: null } })
    assert.equal(cleared.status, 200)
    const { body: after } = await hub.call('GET', '/hubs/crm/contacts/4')
    const { Phone1: _number, Phone1Ext: _extension, Phone1Type: _type, LastUpdated: _before, ...kept } = before
    const { LastUpdated: _after, ...now } = after
    assert.deepEqual(now, kept)
  })

  it('finds by every part of an AND, by what the vendor cannot search too, and refuses what no contact has', async () => {
    const { body: sample } = await hub.call('GET', '/hubs/crm/contacts/3')
    const where = (text: string) => hub.call('GET', `/hubs/crm/contacts?where=${encodeURIComponent(text)}`)
    const both = await where(`FirstName='${sample.FirstName}' AND Email='${sample.Email}'`)
    assert.deepEqual(
      both.body.map(({ id }: { id: number }) => id),
      [3],
    )
    assert.deepEqual((await where(`FirstName='Nobody' AND Email='${sample.Email}'`)).body, [])
    const unsearchable = await where(
      `JobTitle='${sample.JobTitle}' AND LastName='${sample.LastName}' AND (Id=3 OR Id=4) AND SpouseName IS ${sample.SpouseName ? 'NOT ' : ''}NULL`,
    )
    assert.deepEqual(
      unsearchable.body.map(({ id }: { id: number }) => id),
      [3],
    )
    const refused = await where("NoSuchField='x'")
    assert.equal(refused.status, 400)
    assert.match(refused.body.message, /NoSuchField/)
    const malformed = await where("Email='x")
    assert.equal(malformed.status, 400)
    assert.match(malformed.body.message, /Error parsing query/)
  })

  it('refuses what the vendor no longer can, before it is asked', async () => {
    const before = test.keap.state.requests.length
    const names = await hub.call('POST', '/hubs/crm/contacts', { body: { FirstName: 'Only', LastName: 'Names' } })
    assert.equal(names.status, 400)
    assert.match(names.body.message, /Email/)
    const password = await hub.call('POST', '/hubs/crm/contacts', { body: { ...ada, Password: 'x' } })
    assert.equal(password.status, 400)
    assert.match(password.body.message, /Password/)
    assert.equal(test.keap.state.requests.length, before)
  })

  it('ignores what no contact has, and says so', async () => {
    const { status, headers, body } = await hub.call('POST', '/hubs/crm/contacts', {
      body: { ...ada, Email: 'b@example.com', NoSuchField: 1 },
    })
    assert.equal(status, 200)
    assert.match(headers.get('elements-error') ?? '', /NoSuchField/)
    await hub.call('DELETE', `/hubs/crm/contacts/${body.id}`)
  })

  it('pings the vendor', async () => {
    const { status, body } = await hub.call('GET', '/hubs/crm/ping')
    assert.deepEqual([status, Object.keys(body), body.endpoint], [200, ['dateTime', 'endpoint'], 'infusionsoftcrm'])
    assert.ok(!Number.isNaN(Date.parse(body.dateTime)))
  })

  it('tells its objects, in both versions, and the fields of each', async () => {
    const names = (await hub.call('GET', '/hubs/crm/objects')).body
    for (const name of ['contacts', 'accounts', 'opportunities']) assert.ok(names.includes(name), name)
    const helium = (await hub.call('GET', '/objects', { headers: { 'Elements-Version': 'Helium' } })).body
    assert.deepEqual(
      helium.map(({ name }: { name: string }) => name),
      names,
    )
    for (const object of helium) assert.deepEqual([Object.keys(object), object.type], [['name', 'vendorName', 'type'], 'vendor'])
    for (const name of names) {
      const { status, body } = await hub.call('GET', `/hubs/crm/objects/${name}/metadata`)
      assert.equal(status, 200)
      assert.ok(body.fields.length > 0, name)
      for (const field of body.fields) {
        assert.ok(field.vendorPath !== undefined && field.type !== undefined, name)
        for (const flag of ['vendorRequired', 'vendorReadOnly', 'hidden']) assert.equal(typeof field[flag], 'boolean', `${name} ${flag}`)
        assert.ok(field.method.length > 0, name)
      }
    }
    const custom = (await hub.call('GET', '/objects/contacts/metadata?customFieldsOnly=true')).body.fields
    const types = Object.fromEntries(custom.map((field: { vendorPath: string; type: string }) => [field.vendorPath, field.type]))
    assert.deepEqual([types._customDate, types._customWholeNumber, types._customText], ['date', 'number', 'string'])
    assert.equal((await hub.call('GET', '/objects/unicorns/metadata')).status, 404)
  })

  it('passes the vendor’s refusals on: status mapped, text in providerMessage', async () => {
    const missing = await hub.call('GET', '/hubs/crm/contacts/99999999')
    assert.deepEqual([missing.status, missing.body.message], [404, 'Request failed'])
    test.keap.options.faults.push({ kind: 'http-503', match: { path: '/crm/rest/v2/contacts' } })
    const down = await hub.call('GET', '/hubs/crm/contacts/1')
    assert.equal(down.status, 502)
    assert.match(down.body.providerMessage, /503/)
  })

  it('renews the token when the vendor says 401, and answers as if nothing had happened', async () => {
    const before = test.keap.record.length
    await fetch(`${test.keap.url}/_simulator/tokens/expire`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    })
    const replies = await Promise.all([1, 2, 3, 4].map((id) => hub.call('GET', `/hubs/crm/contacts/${id}`)))
    assert.deepEqual(
      replies.map(({ status }) => status),
      [200, 200, 200, 200],
    )
    assert.equal(test.keap.record.length, before + 1, 'one refresh for all of them')
  })
})
