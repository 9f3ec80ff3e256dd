/** Hubs of an organization beside those of the system (contract 5.7). */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { createTestApp, type TestApp } from '../app.ts'
import { addOrganization, addStranger } from '../people.ts'

const suite = { name: 'Suite test', key: 'suitetest', description: 'For tests', videoLink: 'https://video.example/1' }

describe('hubs', () => {
  let test: TestApp
  let colleague: string
  let stranger: string
  before(async () => {
    test = await createTestApp()
    colleague = `${(await addStranger(test.database, { organizationId: 1, secret: 'colleague' })).user}, ${test.organization}`
    const organizationId = await addOrganization(test.database, 'others')
    stranger = `${(await addStranger(test.database, { organizationId, secret: 'stranger' })).user}, Organization others`
  })
  after(() => test.close())

  const keys = async (authorization: string | null): Promise<string[]> => (await test.call('GET', '/hubs/keys', { authorization })).body
  const create = (body: object) => test.call('POST', '/hubs', { body })
  const remove = (key: string) => test.call('DELETE', `/hubs/${key}`)

  it('of an organization are seen by all its accounts, and by nobody else', async () => {
    const created = await create({ ...suite, id: 3, active: true })
    assert.equal(created.status, 200)
    const { id, ...members } = created.body
    assert.deepEqual(members, { ...suite, active: true })
    assert.ok(id >= 100_000)
    assert.deepEqual((await test.call('GET', '/hubs/suitetest', { authorization: colleague })).body, created.body)
    const list = (await test.call('GET', '/hubs?hydrate=true', { authorization: colleague })).body
    assert.deepEqual(
      list.find(({ key }: { key: string }) => key === 'suitetest'),
      created.body,
    )
    assert.ok((await keys(colleague)).includes('suitetest'))
    for (const who of [stranger, null]) {
      assert.ok(!(await keys(who)).includes('suitetest'))
      for (const path of ['/hubs/suitetest', '/hubs/suitetest/elements']) {
        assert.equal((await test.call('GET', path, { authorization: who })).status, 404, path)
      }
    }
    assert.equal((await test.call('DELETE', '/hubs/suitetest', { authorization: stranger })).status, 404)
    const deleted = await remove('suitetest')
    assert.deepEqual([deleted.status, deleted.text], [200, ''])
    assert.equal((await remove('suitetest')).status, 404)
    assert.ok(!(await keys(colleague)).includes('suitetest'))
  })

  it('list the elements that name them', async () => {
    await create({ ...suite, key: 'gardens' })
    assert.equal((await test.call('GET', '/hubs/gardens/elements')).status, 404)
    const configuration = [{ name: 'Base', key: 'base.url', defaultValue: 'https://vendor.example', type: 'TEXTFIELD_1000' }]
    const element = { name: 'Rose', description: 'Red', hub: 'gardens', authentication: { type: 'basic' }, configuration }
    assert.equal((await test.call('POST', '/elements', { body: element })).status, 200)
    const { body } = await test.call('GET', '/hubs/gardens/elements')
    assert.deepEqual(
      body.map(({ key }: { key: string }) => key),
      ['rose'],
    )
  })

  it('have keys that are free: of those who ask at once one gets it', async () => {
    const replies = await Promise.all([1, 2, 3].map(() => create({ name: 'Many' })))
    assert.deepEqual(replies.map(({ status }) => status).sort(), [200, 409, 409])
    assert.match((await create({ name: 'CRM', key: 'crm' })).body.message, /key crm/)
    assert.equal((await create({ name: 'CRM', key: 'crm' })).status, 409)
    assert.ok((await keys(colleague)).includes('many'))
  })

  it('are refused with words when no path could name them', async () => {
    for (const body of [
      {},
      { name: '' },
      { name: 'x', key: 'a/b' },
      { name: 'x', key: 'keys' },
      { name: 'x', key: 'nul\0' },
      { name: 7 },
      [],
    ]) {
      const { status, body: said } = await create(body)
      assert.equal(status, 400, JSON.stringify(body))
      assert.match(said.message, /name|key|object/)
    }
  })

  it('of the system stay, and nobody without secrets changes any', async () => {
    const refused = await remove('crm')
    assert.deepEqual([refused.status, (await test.call('GET', '/hubs/crm')).status], [403, 200])
    assert.match(refused.body.message, /crm/)
    assert.equal((await test.call('POST', '/hubs', { body: suite, authorization: null })).status, 401)
    assert.equal((await test.call('DELETE', '/hubs/crm', { authorization: null })).status, 401)
  })
})
