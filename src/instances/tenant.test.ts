import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { createSubject, credentialOf, readState, renewNow, type Subject } from './fixtures/renewals.ts'
import { createWorld, type World } from './fixtures/world.ts'

let world: World
let subject: Subject
before(async () => {
  world = await createWorld({
    element: { authentication: { oauth2: { tenant: { member: 'scope', pattern: '\\|(.+)$', configuration: 'site.name' } } } },
  })
})
after(() => world.close())
beforeEach(async () => {
  await world.database.db.deleteFrom('instances').execute()
  world.endpoint.members = { scope: 'full|ab123.vendor.com' }
  subject = await createSubject(world)
  world.endpoint.record.length = 0
})

const at = () => ({ params: { id: String(subject.id) } })
const readSite = async () =>
  ((await world.call('GET', '/instances/:id', at())).body as { configuration: Record<string, string> }).configuration['site.name']
const patch = (body: object) => world.call('PATCH', '/instances/:id', { ...at(), body })
const put = (body: object) => world.call('PUT', '/instances/:id', { ...at(), body })
const patchItem = (propertyValue: unknown) =>
  world.call('PATCH', '/instances/:id/configuration/:configId', {
    params: { id: String(subject.id), configId: 'site.name' },
    body: { propertyValue },
  })

const mismatch = {
  status: 400,
  code: 'tenant-mismatch',
  message: 'The user authorised ab123.vendor.com, but the configuration site.name names cd456.vendor.com',
}

test('the configuration cannot be turned to another tenant than the one that was authorised, in whatever way', async () => {
  const configuration = { 'site.name': 'cd456.vendor.com' }
  await assert.rejects(patch({ name: 'Other', configuration }), mismatch)
  await assert.rejects(put({ configuration }), mismatch)
  await assert.rejects(patchItem('cd456.vendor.com'), mismatch)
  assert.partialDeepStrictEqual((await world.call('GET', '/instances/:id', at())).body, {
    name: 'Mine',
    configuration: { 'site.name': 'ab123.vendor.com' },
  })
})

test('another spelling of the same tenant is taken, and one that is cleared is filled in again', async () => {
  await patch({ configuration: { 'site.name': 'https://AB123.vendor.com/' } })
  assert.equal(await readSite(), 'https://AB123.vendor.com/')
  await patch({ configuration: { 'site.name': null } })
  assert.equal(await readSite(), 'ab123.vendor.com')
  await patchItem('')
  assert.equal(await readSite(), 'ab123.vendor.com')
})

test('the tenant is remembered over refreshes that do not name it', async () => {
  world.endpoint.members = {}
  await renewNow(world, subject)
  await assert.rejects(patch({ configuration: { 'site.name': 'cd456.vendor.com' } }), mismatch)
})

test('a new code for another tenant moves the instance when the configuration says so too', async () => {
  world.endpoint.members = { scope: 'full|cd456.vendor.com' }
  const providerData = () => ({ code: world.endpoint.issueCode() })
  await assert.rejects(patch({ providerData: providerData() }), { code: 'tenant-mismatch' })
  await patch({ providerData: providerData(), configuration: { 'site.name': 'cd456.vendor.com' } })
  assert.equal(await readSite(), 'cd456.vendor.com')
})

test('a refresh for the same tenant changes nothing; one for another stops the instance, and nobody gets its tokens', async () => {
  await renewNow(world, subject)
  assert.partialDeepStrictEqual(await readState(world, subject), { generation: 2, disabled: false })
  const old = await credentialOf(world, subject)
  world.endpoint.members = { scope: 'full|cd456.vendor.com' }
  const reason = 'The user authorised cd456.vendor.com, but the configuration site.name names ab123.vendor.com'
  const expected = { status: 400, code: 'tenant-mismatch', message: reason }
  await assert.rejects(world.instances.renew(subject.id, old), expected)
  await assert.rejects(world.instances.renew(subject.id, old), expected)
  assert.partialDeepStrictEqual(await readState(world, subject), { generation: 3, disabled: true, disabled_reason: reason })
  world.endpoint.members = {}
  await patch({ configuration: { 'site.name': 'cd456.vendor.com' } })
  await world.call('PUT', '/instances/:id/enabled', at())
  await renewNow(world, subject)
  assert.partialDeepStrictEqual(await readState(world, subject), { generation: 4, disabled: false, disabled_reason: null })
})

test('whatever two changes at once do, tokens and configuration name one tenant', async () => {
  const authorise = (name: string) => {
    world.endpoint.members = { scope: `full|${name}` }
    return patch({ providerData: { code: world.endpoint.issueCode() }, configuration: { 'site.name': name } })
  }
  world.endpoint.delay = 20
  const first = authorise('cd456.vendor.com')
  await Promise.allSettled([first, patch({ configuration: { 'site.name': 'ab123.vendor.com' } }), patch({ name: 'Other' })])
  world.endpoint.delay = 0
  assert.equal(await readSite(), 'cd456.vendor.com')
  await assert.rejects(patch({ configuration: { 'site.name': 'ab123.vendor.com' } }), { code: 'tenant-mismatch' })
})
