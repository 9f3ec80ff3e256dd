/** Two servers on one database: elements and instances change through one and are called as changed through the other within a second. */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { createTestApp, type TestApp } from '../app.ts'
import { startVendor, type Vendor } from '../vendor.ts'
import { seeElsewhere } from './see-elsewhere.ts'

describe('elements and instances, told from one server to another', () => {
  let test: TestApp
  let other: TestApp['call']
  let vendor: Vendor
  const closers: (() => unknown)[] = []
  before(async () => {
    vendor = await startVendor({ after: (close) => closers.push(close) }, ({ path, headers }) => ({
      body: { path, hook: headers['x-hook'] ?? 'none', setting: headers['x-setting'] ?? 'none' },
    }))
    test = await createTestApp()
    other = await test.startAnother()
  })
  after(async () => {
    await test.close()
    for (const close of closers) close()
  })

  const item = (key: string, defaultValue: string) => ({ key, name: key, description: key, type: 'TEXTFIELD_1000', defaultValue })
  const resource = {
    description: 'What the vendor was asked',
    type: 'api',
    method: 'GET',
    path: '/echo',
    vendorMethod: 'GET',
    vendorPath: '/first',
  }
  /** An element of the account, and an instance of it. */
  async function connectOwn(name: string) {
    const setting = { name: 'shown', vendorName: 'x-setting', type: 'configuration', vendorType: 'header' }
    const body = {
      ...{ name, description: name, hub: 'general', authentication: { type: 'custom' } },
      configuration: [item('base.url', vendor.url), item('shown', 'one')],
      resources: [{ ...resource, parameters: [setting] }],
    }
    const element = await test.call('POST', '/elements', { body })
    assert.equal(element.status, 200, element.text)
    const made = await test.call('POST', '/instances', { body: { element: { key: element.body.key }, name } })
    assert.equal(made.status, 200, made.text)
    const authorization = `${test.user}, Element ${made.body.token}`
    const ask = async () => {
      const { status, body } = await other('GET', '/echo', { authorization })
      return status === 200 ? body : status
    }
    return { element: element.body, place: `/elements/${element.body.id}`, instance: `/instances/${made.body.id}`, ask }
  }

  it('what is configured in an instance is changed, it is disabled, enabled, and deleted', async () => {
    const { instance, ask } = await connectOwn('Configured')
    const show = async () => (await ask()).setting ?? (await ask())
    const change = () => test.call('PATCH', instance, { body: { configuration: { shown: 'two' } } })
    await seeElsewhere({ what: 'configuration', ask: show, before: 'one', after: 'two', change })
    const switchTo = (method: string) => () => test.call(method, `${instance}/enabled`)
    await seeElsewhere({ what: 'disabled', ask: show, before: 'two', after: 403, change: switchTo('DELETE') })
    await seeElsewhere({ what: 'enabled', ask: show, before: 403, after: 'two', change: switchTo('PUT') })
    await seeElsewhere({ what: 'deleted', ask: show, before: 'two', after: 401, change: () => test.call('DELETE', instance) })
  })

  it('the name of an instance is changed, and it is authorized anew', async () => {
    const { id, authorization } = await test.connect()
    const name = async () => (await other('GET', `/instances/${id}`)).body.name
    const rename = () => test.call('PATCH', `/instances/${id}`, { body: { name: 'Renamed' } })
    await seeElsewhere({ what: 'name', ask: name, before: 'My Infusionsoft', after: 'Renamed', change: rename })
    /** How many of the vendor's token pairs have been used once this call is answered. */
    const used = async () => {
      assert.equal((await other('GET', '/contacts?pageSize=1', { authorization })).status, 200)
      return test.keap.record.filter(({ firstUsedAt }) => firstUsedAt !== null).length
    }
    const before = await used()
    const code = (await test.authorize()).get('code')
    const authorize = () => test.call('PATCH', `/instances/${id}`, { body: { providerData: { code } } })
    await seeElsewhere({ what: 'new tokens', ask: used, before, after: before + 1, change: authorize })
  })

  it('a resource of an element is changed, joined by a hook, and the hook is changed and taken away', async () => {
    const { element, place, ask } = await connectOwn('Changed')
    const [{ id }] = element.resources
    const path = async () => (await ask()).path
    const change = () => test.call('PUT', `${place}/resources/${id}`, { body: { ...resource, vendorPath: '/second' } })
    await seeElsewhere({ what: 'resource', ask: path, before: '/first', after: '/second', change })
    const hook = async () => (await ask()).hook
    const script = (value: string) => ({
      ...{ type: 'preRequest', mimeType: 'application/javascript', isLegacy: false },
      body: `done({ request_vendor_headers: { 'x-hook': '${value}' } })`,
    })
    let hookId = 0
    const add = async () => {
      const reply = await test.call('POST', `${place}/resources/${id}/hooks`, { body: script('one') })
      hookId = reply.body.id
      return reply
    }
    await seeElsewhere({ what: 'hook', ask: hook, before: 'none', after: 'one', change: add })
    const at = () => `${place}/resources/${id}/hooks/${hookId}`
    const put = () => test.call('PUT', at(), { body: script('two') })
    await seeElsewhere({ what: 'changed hook', ask: hook, before: 'one', after: 'two', change: put })
    await seeElsewhere({ what: 'no hook', ask: hook, before: 'two', after: 'none', change: () => test.call('DELETE', at()) })
  })

  it('an element is replaced as a whole, and one is added', async () => {
    const { element, place, ask } = await connectOwn('Whole')
    const path = async () => (await ask()).path
    const resources = [{ ...element.resources[0], vendorPath: '/whole' }]
    const replace = () => test.call('PUT', place, { body: { ...element, resources } })
    await seeElsewhere({ what: 'replaced', ask: path, before: '/first', after: '/whole', change: replace })
    const find = async () => (await other('GET', '/elements/born-elsewhere')).status
    const add = () =>
      test.call('POST', '/elements', {
        body: { ...element, id: undefined, name: 'Born', key: 'born-elsewhere' },
      })
    await seeElsewhere({ what: 'added', ask: find, before: 404, after: 200, change: add })
  })

  it("an account's extension of an element of the system is added and taken away", async () => {
    const { authorization } = await test.connect()
    const ask = async () => (await other('GET', '/hubs/crm/extra', { authorization })).status
    const body = { ...resource, path: '/extra', vendorPath: `${vendor.url}/extra` }
    let id = 0
    const add = async () => {
      const reply = await test.call('POST', '/elements/infusionsoftcrm/resources', { body })
      id = reply.body.id
      return reply
    }
    await seeElsewhere({ what: 'added', ask, before: 400, after: 200, change: add })
    const remove = () => test.call('DELETE', `/elements/infusionsoftcrm/resources/${id}`)
    await seeElsewhere({ what: 'gone', ask, before: 200, after: 400, change: remove })
  })
})
