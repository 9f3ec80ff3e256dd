/** Two servers on one database: what one changes, the other acts on. */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { createTestApp, type Reply, type TestApp } from '../app.ts'

describe('two servers on one database', () => {
  let test: TestApp
  let callOther: TestApp['call']
  before(async () => {
    test = await createTestApp()
    callOther = await test.startAnother()
  })
  after(() => test.close())

  /** The notification is on its way when the first server answers; it arrives within a moment. */
  const eventually = async (call: () => Promise<Reply>, status: number): Promise<Reply> => {
    const deadline = Date.now() + 3000
    for (;;) {
      const reply = await call()
      if (reply.status === status || Date.now() > deadline) return reply
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }

  it('knows the secrets and the instances of the other at once', async () => {
    const { id, authorization } = await test.connect()
    assert.equal((await callOther('GET', `/instances/${id}`)).status, 200)
    assert.equal((await callOther('GET', '/hubs/crm/contacts?pageSize=1', { authorization })).status, 200)
  })

  it('takes a next-page token of the other', async () => {
    const { authorization } = await test.connect()
    const { headers } = await test.call('GET', '/hubs/crm/contacts?pageSize=1', { authorization })
    const path = `/hubs/crm/contacts?pageSize=1&nextPage=${headers.get('elements-next-page-token')}`
    const [here, there] = await Promise.all([test.call('GET', path, { authorization }), callOther('GET', path, { authorization })])
    assert.equal(there.status, 200)
    assert.deepEqual(there.body, here.body)
  })

  it('acts on a disabling, a changed configuration and a deletion by the other, though it remembers the instance', async () => {
    const { id, authorization } = await test.connect()
    const call = () => callOther('GET', '/hubs/crm/contacts/30', { authorization })
    assert.equal((await call()).status, 200)
    await test.call('DELETE', `/instances/${id}/enabled`)
    assert.equal((await eventually(call, 403)).status, 403)
    await test.call('PUT', `/instances/${id}/enabled`)
    const enabled = await eventually(call, 200)
    assert.ok(!Object.values(enabled.body).includes(null))
    await test.call('PATCH', `/instances/${id}`, { body: { configuration: { 'filter.response.nulls': 'false' } } })
    const deadline = Date.now() + 3000
    let changed = await call()
    while (!Object.values(changed.body).includes(null) && Date.now() < deadline) changed = await call()
    assert.ok(Object.values(changed.body).includes(null))
    await test.call('DELETE', `/instances/${id}`)
    assert.equal((await eventually(call, 401)).status, 401)
  })

  it('maps calls as the other was told to, and no longer when that is taken back', async () => {
    const { authorization } = await test.connect()
    const call = () => callOther('GET', '/hubs/crm/people/1', { authorization })
    assert.equal((await call()).status, 400)
    const fields = [{ path: 'given', vendorPath: 'FirstName', type: 'string' }]
    const place = '/organizations/elements/infusionsoftcrm/transformations/people'
    await test.call('POST', '/organizations/objects/people/definitions', { body: { fields: [{ path: 'given', type: 'string' }] } })
    const since = Date.now()
    assert.equal((await test.call('POST', place, { body: { vendorName: 'contacts', fields } })).status, 200)
    assert.equal(typeof (await eventually(call, 200)).body.given, 'string')
    assert.ok(Date.now() - since < 1000)
    assert.equal((await test.call('PUT', place, { body: { vendorName: 'accounts', fields } })).status, 200)
    const isAccount = async () => ((await call()).body.Company === undefined ? 0 : 1)
    const deadline = Date.now() + 1000
    while ((await isAccount()) === 0 && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 20))
    assert.equal(await isAccount(), 1)
    await test.call('DELETE', place)
    assert.equal((await eventually(call, 400)).status, 400)
  })

  it('refreshes a token once, whoever of the two needs it', async () => {
    const { authorization } = await test.connect()
    const before = test.keap.record.length
    await fetch(`${test.keap.url}/_simulator/tokens/expire`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    })
    const calls = [test.call, callOther, test.call, callOther].map((call) => call('GET', '/hubs/crm/contacts/1', { authorization }))
    assert.deepEqual(
      (await Promise.all(calls)).map(({ status }) => status),
      [200, 200, 200, 200],
    )
    assert.equal(test.keap.record.length, before + 1)
  })
})
