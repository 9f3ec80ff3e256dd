import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { openPartWorld, type PartWorld } from './fixtures/part-world.ts'

let world: PartWorld
let place: string
before(async () => {
  world = await openPartWorld()
  place = `/elements/${(await world.create()).id}/configuration`
})
after(() => world.close())

const item = { name: 'Shop', key: 'shop.id', description: 'Which shop', type: 'TEXTFIELD_32' }

test('is an object with the items and the authentication', async () => {
  const { configuration, authentication, ...rest } = await world.call('GET', place)
  assert.deepEqual([authentication, rest], [{ type: 'basic' }, {}])
  const [first] = configuration
  assert.deepEqual([first.key, typeof first.id], ['base.url', 'number'])
})

test('an item is added with what was left out, and its default is a text whatever was sent', async () => {
  const added = await world.call('POST', place, { body: { ...item, defaultValue: 28800 } })
  assert.deepEqual(
    { ...added, id: 0 },
    {
      ...{ id: 0, active: true, internal: false, hideFromConsole: false, required: false, resellerConfig: false, companyConfig: false },
      ...{ groupControl: false, displayOrder: 100, ...item, defaultValue: '28800' },
    },
  )
  await assert.rejects(world.call('POST', place, { body: item }), { status: 409, message: /already has a configuration with key shop\.id/ })
})

test('an item is replaced under its key, keeps its id, and is deleted', async () => {
  const added = await world.call('POST', place, { body: { ...item, key: 'to.go', defaultValue: 'x' } })
  const replaced = await world.call('PUT', `${place}/to.go`, { body: { ...added, id: 3, name: 'Renamed', defaultValue: null } })
  assert.deepEqual([replaced.id, replaced.name, 'defaultValue' in replaced], [added.id, 'Renamed', false])
  await assert.rejects(world.call('PUT', `${place}/to.go`, { body: { ...item, key: 'other' } }), { status: 400 })
  assert.equal(await world.call('DELETE', `${place}/to.go`), undefined)
  await assert.rejects(world.call('DELETE', `${place}/to.go`), { status: 404, message: 'No configuration found with key to.go' })
})

test('keys that come with authentication, paging, events and bulk cannot be added', async () => {
  const reserved = ['base.url', 'username', 'oauth.api.key', 'oauth.scope', 'bulk.query.operator', 'event.metadata', 'aws.region']
  for (const key of [...reserved, 'expires', 'expires_in', 'pagination.max']) {
    await assert.rejects(world.call('POST', place, { body: { ...item, key } }), { status: 400, code: 'configuration-reserved' }, key)
  }
  for (const key of ['oauthor', 'my.username', 'eventful', 'expires.at']) await world.call('POST', place, { body: { ...item, key } })
})

test('a type that no form has is refused with those that forms have', async () => {
  await assert.rejects(world.call('POST', place, { body: { ...item, key: 'odd', type: 'TEXT' } }), {
    status: 400,
    message: /^Invalid request body: type: expected one of TEXTFIELD_32, .*CODE_EDITOR.*, got "TEXT"$/,
  })
})

test('the base URL stays: an element without one cannot call', async () => {
  await assert.rejects(world.call('DELETE', `${place}/base.url`), { status: 400, message: /base\.url/ })
})

test('a whole element replaces all items, those it names again keep their ids', async () => {
  const { id, ...element } = await world.create()
  const [base] = (await world.call('GET', `/elements/${id}/configuration`)).configuration
  const body = { ...element, configuration: [base, { ...item, id: 4 }] }
  const { configuration } = await world.call('PUT', `/elements/${id}/configurations`, { body })
  assert.deepEqual(
    configuration.map(({ key }: { key: string }) => key),
    ['base.url', 'shop.id'],
  )
  assert.equal(configuration[0].id, base.id)
  assert.ok(configuration[1].id > 4)
  assert.deepEqual((await world.call('GET', `/elements/${id}/configuration`)).configuration, configuration)
})

test('how an element is authenticated: its one type, and what has to be given for it', async () => {
  assert.deepEqual(await world.call('GET', '/elements/shop/authentication-types', { caller: null }), {
    defaultValue: 'basic',
    options: [{ value: 'basic', description: 'basic' }],
  })
  const items: { key: string; required: boolean; options: object[] }[] = await world.call(
    'GET',
    '/elements/shop/authentication-types/basic/configurations',
  )
  assert.deepEqual(
    items.map(({ key, required, options }) => [key, required, options]),
    [
      ['base.url', false, []],
      ['username', true, []],
      ['password', true, []],
    ],
  )
  await assert.rejects(world.call('GET', '/elements/shop/authentication-types/oauth2/configurations'), { status: 404 })
})

test('an element of several types offers each with its own items', async () => {
  const text = (key: string) => ({ name: key, key, type: 'TEXTFIELD_128' })
  const choice = {
    ...{ ...text('authentication.type'), type: 'COMBO', defaultValue: 'oauth2' },
    options: [
      { value: 'oauth2', description: 'In the browser' },
      { value: 'basic', description: 'With a password' },
    ],
  }
  const base = { ...text('base.url'), defaultValue: 'https://example.com' }
  const { id } = await world.create({
    authentication: { type: 'oauth2' },
    configuration: [base, choice, text('username'), text('password'), text('oauth.api.key'), text('site')],
  })
  const { defaultValue, options } = await world.call('GET', `/elements/${id}/authentication-types`)
  assert.deepEqual([defaultValue, options], ['oauth2', choice.options])
  const keysOf = async (type: string) =>
    (await world.call('GET', `/elements/${id}/authentication-types/${type}/configurations`)).map(({ key }: { key: string }) => key)
  const basic: string[] = await keysOf('basic')
  assert.ok(basic.includes('username') && basic.includes('site') && !basic.some((key) => key.startsWith('oauth.')))
  const oauth: string[] = await keysOf('oauth2')
  assert.ok(oauth.includes('oauth.api.key') && oauth.includes('site') && !oauth.includes('password'))
})
