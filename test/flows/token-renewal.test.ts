/** Tokens over time: renewed without anybody noticing, refused for good, or for a while out of reach. */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { systemSchedule } from '../../src/oauth/schedule.ts'
import { createTestApp, seedConfiguration, type TestApp } from '../app.ts'

/** Time runs faster here, so that tries ten seconds apart come quickly; a day of token life is still some minutes. */
const speed = 50
const begin = Date.now()

describe('renewing tokens', () => {
  let test: TestApp
  before(async () => {
    const clock = () => Math.floor(begin + (Date.now() - begin) * speed)
    const schedule: typeof systemSchedule = (work, afterMs) => systemSchedule(work, afterMs / speed)
    test = await createTestApp({ overrides: { clock, schedule } })
  })
  after(() => test.close())

  const expire = (which: 'access' | 'all') =>
    fetch(`${test.keap.url}/_simulator/tokens/expire`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ which }),
    })
  /** An outage is remembered for a second and a half. */
  const passOutage = () => new Promise((resolve) => setTimeout(resolve, 2_000 / speed))
  const presentations = () => test.keap.record.reduce((sum, pair) => sum + pair.presentations.length, 0)

  it('a refused refresh is a 401 at once; after five refusals in a row, ten seconds apart, the instance is disabled', async () => {
    const hub = await test.connect()
    await expire('all')
    const before = presentations()
    const refused = await hub.call('GET', '/hubs/crm/contacts/1')
    assert.equal(refused.status, 401)
    assert.match(refused.body.message, /refresh/)
    assert.match(refused.body.providerMessage, /Invalid Refresh Token/)
    const deadline = Date.now() + 10_000
    const isDisabled = async () => (await test.call('GET', `/instances/${hub.id}`)).body.disabled
    while (!(await isDisabled()) && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 50))
    assert.equal(await isDisabled(), true)
    assert.equal(presentations() - before, 5)
    const disabled = await hub.call('GET', '/hubs/crm/contacts/1')
    assert.equal(disabled.status, 403)
    assert.match(disabled.body.message, /^Element instance is disabled: /)
    assert.equal((await hub.call('GET', '/hubs/crm/objects')).status, 200)

    const code = (await test.authorize()).get('code')
    const again = await test.call('PATCH', `/instances/${hub.id}`, { body: { providerData: { code } } })
    assert.deepEqual([again.status, again.body.disabled], [200, false])
    assert.equal((await hub.call('GET', '/hubs/crm/contacts/1')).status, 200)
  })

  it('a token endpoint that is down is a 502 and never a refusal; when it is back, so is the instance', async () => {
    const hub = await test.connect()
    await expire('access')
    test.keap.options.tokenDown = true
    for (let attempt = 0; attempt < 7; attempt++) {
      const reply = await hub.call('GET', '/hubs/crm/contacts/1')
      assert.equal(reply.status, 502, reply.text)
      await passOutage()
    }
    test.keap.options.tokenDown = false
    assert.equal((await hub.call('GET', '/hubs/crm/contacts/1')).status, 200)
    assert.equal((await test.call('GET', `/instances/${hub.id}`)).body.disabled, false)
  })

  it('a refresh whose reply was lost is presented once more; refused then, the instance is marked with the reason', async () => {
    const hub = await test.connect()
    await expire('access')
    test.keap.options.tokenResetAfterIssue = 1
    const lost = await hub.call('GET', '/hubs/crm/contacts/1')
    assert.equal(lost.status, 502)
    await passOutage()
    const marked = await hub.call('GET', '/hubs/crm/contacts/1')
    assert.equal(marked.status, 401)
    const before = presentations()
    for (let attempt = 0; attempt < 3; attempt++) assert.ok([401, 403].includes((await hub.call('GET', '/hubs/crm/contacts/1')).status))
    assert.equal(presentations(), before, 'the token is not presented a third time')
  })

  it('a long-lived key in the configuration needs no code and no renewal', async () => {
    const [key] = test.keap.options.keys
    assert.ok(key)
    const configuration = { 'infusionsoft.private.key': key.key, 'infusionsoft.server': seedConfiguration['infusionsoft.server'] }
    const created = await test.call('POST', '/instances', { body: { element: { key: 'infusionsoftcrm' }, name: 'By key', configuration } })
    assert.equal(created.status, 200, created.text)
    assert.ok(!created.text.includes(key.key))
    const authorization = `${test.user}, Element ${created.body.token}`
    assert.equal((await test.call('GET', '/hubs/crm/contacts/1', { authorization })).status, 200)
  })
})
