/** Elements of accounts: created, imported, changed, exported, cloned, shared, extended, and called. */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { createTestApp, type Reply, type TestApp } from '../app.ts'
import { addOrganization, addStranger } from '../people.ts'
import { startVendor } from '../vendor.ts'

const suite = {
  name: 'Suite DB element',
  description: 'For tests',
  authentication: { type: 'basic' },
  configuration: [{ name: 'Base', key: 'base.url', description: 'Base', defaultValue: 'https://vendor.example', type: 'TEXTFIELD_1000' }],
}
const resource = { path: '/suite', method: 'GET', vendorPath: '/vendor', vendorMethod: 'GET', description: 'A list', response: null }

interface Part {
  readonly id: number
  readonly key: string
  readonly name: string
  readonly path: string
}

describe('elements', () => {
  let test: TestApp
  let colleague: { authorization: string; accountId: number }
  before(async () => {
    test = await createTestApp()
    const { user, accountId } = await addStranger(test.database, { organizationId: 1, secret: 'colleague' })
    colleague = { authorization: `${user}, ${test.organization}`, accountId }
  })
  after(() => test.close())

  const create = async (members: object = {}, authorization?: string): Promise<Reply> => {
    const reply = await test.call('POST', '/elements', { body: { ...suite, ...members }, ...(authorization && { authorization }) })
    assert.equal(reply.status, 200, reply.text)
    return reply
  }
  const findKeys = async (where: string, authorization?: string): Promise<string[]> => {
    const reply = await test.call('GET', `/elements?where=${encodeURIComponent(where)}`, authorization ? { authorization } : {})
    if (reply.status === 200) return reply.body.map(({ key }: Part) => key)
    assert.deepEqual([reply.status, reply.body.message], [404, 'No elements found'])
    return []
  }

  it('trap 18: makes the key of the name, keeps a key that was given, and says which is taken', async () => {
    const { body } = await create()
    assert.deepEqual([body.key, body.hub, body.active, body.private], ['suitedbelement', 'general', false, true])
    assert.ok(body.id >= 100_000)
    assert.ok(body.ownerAccountId > 1)
    assert.equal((await create({ key: 'My_Own.Key-(1)' })).body.key, 'My_Own.Key-(1)')
    const taken = await test.call('POST', '/elements', { body: suite })
    assert.equal(taken.status, 409)
    assert.match(taken.body.message, /suitedbelement/)
    for (const key of ['a/b', 'a b', 7, 'x'.repeat(256), '?'])
      assert.equal((await test.call('POST', '/elements', { body: { ...suite, key } })).status, 400, String(key))
    assert.equal((await test.call('POST', '/elements', { body: { ...suite, name: '—' } })).status, 400)
  })

  it('trap 18: an own element shadows the one of the system by key; ids tell them apart and where finds both', async () => {
    const { body: own } = await create({ key: 'infusionsoftcrm', hub: 'crm' })
    assert.equal((await test.call('GET', '/elements/infusionsoftcrm')).body.id, own.id)
    assert.equal((await test.call('GET', '/elements/191')).body.name, 'Infusionsoft')
    const both = (await test.call('GET', `/elements?where=${encodeURIComponent("key = 'infusionsoftcrm'")}`)).body
    assert.deepEqual(
      both.map(({ id, private: isPrivate = false }: { id: number; private?: boolean }) => [id, isPrivate]),
      [
        [own.id, true],
        [191, false],
      ],
    )
    assert.equal((await test.call('GET', '/elements/infusionsoftcrm', { authorization: null })).body.id, 191)
    assert.equal((await test.call('GET', '/elements/infusionsoftcrm', { authorization: colleague.authorization })).body.id, 191)
    assert.equal((await test.call('DELETE', '/elements/infusionsoftcrm')).status, 200)
    assert.equal((await test.call('GET', '/elements/infusionsoftcrm')).body.id, 191)
  })

  it('adds the configuration that comes with the authentication, and gives everything an id', async () => {
    const { body } = await create({
      key: 'complete',
      authentication: { type: 'oauth2' },
      resources: [{ ...resource, id: 5, ownerAccountId: 77, parameters: [{ name: 'a', type: 'query', vendorType: 'query', id: 9 }] }],
      hooks: [{ type: 'preRequest', body: "done(foo: 'bar');", elementId: 4 }],
    })
    const keys = body.configuration.map(({ key }: Part) => key)
    for (const key of ['base.url', 'oauth.api.key', 'oauth.basic.header', 'pagination.max', 'event.vendor.type', 'filter.response.nulls'])
      assert.ok(keys.includes(key), key)
    assert.equal(keys.filter((key: string) => key === 'base.url').length, 1)
    const [made] = body.resources
    assert.deepEqual(
      [made.path, made.type, made.ownerAccountId, 'response' in made],
      ['/hubs/general/suite', 'api', body.ownerAccountId, false],
    )
    const ids = [made, made.parameters[0], body.hooks[0], ...body.configuration].map(({ id }: Part) => id)
    assert.equal(new Set(ids).size, ids.length)
    assert.ok(ids.every((id) => Number.isSafeInteger(id) && id >= 1_000_000))
    assert.deepEqual([made.parameters[0].resourceId, body.hooks[0].elementId, body.hooks[0].body], [made.id, body.id, "done(foo: 'bar');"])
    assert.equal('message' in body, false)
  })

  it('says what is missing: name, description, authentication, a base URL with a value', async () => {
    for (const [members, words] of [
      [{ name: undefined }, /name/],
      [{ description: null }, /description/],
      [{ authentication: undefined }, /authentication/],
      [{ authentication: {} }, /authentication\.type/],
      [{ configuration: [] }, /base\.url/],
      [{ configuration: [{ ...suite.configuration[0], defaultValue: '' }] }, /base\.url/],
      [{ configuration: [suite.configuration[0], suite.configuration[0]] }, /base\.url/],
      [{ resources: [{ ...resource, method: 'FETCH' }] }, /resources\[0\]\.method/],
      [{ resources: 'none' }, /resources/],
      [{ configuration: [null] }, /configuration\[0\]/],
      [{ objects: {} }, /objects/],
      [{ objects: [null] }, /objects/],
      [{ models: 'none' }, /models/],
      [{ models: [{ fields: [7] }] }, /models/],
    ] as const) {
      const reply = await test.call('POST', '/elements', { body: { ...suite, key: 'wrong', ...members } })
      assert.equal(reply.status, 400, reply.text)
      assert.match(reply.body.message, words)
    }
    for (const body of [[], 'text', null]) assert.equal((await test.call('POST', '/elements', { body })).status, 400)
  })

  it('refuses a chain of more than five resources', async () => {
    const chain = (length: number) =>
      Array.from({ length }, (_, at) => ({
        ...resource,
        path: `/link${at}`,
        nextResource: at + 1 < length ? `GET:/hubs/general/link${at + 1}` : '',
      }))
    await create({ key: 'chain5', resources: chain(5) })
    const reply = await test.call('POST', '/elements', { body: { ...suite, key: 'chain6', resources: chain(6) } })
    assert.equal(reply.status, 400)
    assert.match(reply.body.message, /link0/)
  })

  it('PUT replaces what describes the element and the lists that are sent; parts keep their ids', async () => {
    const { body: made } = await create({ key: 'putme', signupURL: 'https://vendor.example', resources: [resource] })
    const other = { ...resource, path: '/hubs/general/other' }
    const sent = {
      ...suite,
      key: 'putme',
      name: 'Put',
      configuration: undefined,
      id: 1,
      resources: [other, { ...resource, description: 'New' }],
    }
    const { body } = await test.call('PUT', '/elements/putme', { body: sent })
    assert.deepEqual([body.id, body.name, body.signupURL, body.private], [made.id, 'Put', undefined, true])
    assert.deepEqual(body.configuration, made.configuration)
    assert.deepEqual([body.resources[1].id, body.resources[1].description], [made.resources[0].id, 'New'])
    assert.notEqual(body.resources[0].id, made.resources[0].id)
    const renamed = body.resources.map((each: Part) => ({ ...each, path: `${each.path}s` }))
    const again = (await test.call('PUT', `/elements/${made.id}`, { body: { ...body, resources: renamed } })).body
    assert.deepEqual(
      again.resources.map(({ id }: Part) => id),
      body.resources.map(({ id }: Part) => id),
    )
    const rekeyed = await test.call('PUT', '/elements/putme', { body: { ...sent, key: 'another' } })
    assert.deepEqual([rekeyed.status, /putme/.test(rekeyed.body.message)], [400, true])
    assert.equal((await test.call('PUT', '/elements/nobodys', { body: sent })).status, 404)
    assert.deepEqual((await test.call('GET', '/elements/putme')).body, again)
  })

  it('PATCH merges, /active switches, DELETE answers 200 without a body (trap 6)', async () => {
    const { body: made } = await create({ key: 'patchme', logo: 'old' })
    const { body } = await test.call('PATCH', '/elements/patchme', { body: { description: 'Patched', logo: null } })
    assert.deepEqual([body.description, body.logo, body.name, body.id], ['Patched', undefined, made.name, made.id])
    assert.equal((await test.call('PATCH', '/elements/patchme', { body: { name: null } })).status, 400)
    for (const [method, active] of [
      ['PUT', true],
      ['DELETE', false],
    ] as const) {
      const reply = await test.call(method, '/elements/patchme/active')
      assert.deepEqual([reply.status, reply.text], [200, ''])
      assert.equal((await test.call('GET', '/elements/patchme')).body.active, active)
    }
    const gone = await test.call('DELETE', '/elements/patchme')
    assert.deepEqual([gone.status, gone.text], [200, ''])
    const missing = await test.call('GET', `/elements/${made.id}`)
    assert.deepEqual([missing.status, missing.body.message], [404, `No element found with ID ${made.id}`])
  })

  it('an import comes out of the export as it went in, unknown members too', async () => {
    const document = {
      ...suite,
      key: 'roundtrip',
      hub: 'crm',
      active: true,
      paginatorVersion: 'V2',
      'di\u0327splayOrder': 100,
      elementMetadata: { id: 12, usage: { traffic: null } },
      hooks: [{ type: 'postRequest', body: 'done({})', mimeType: 'x', isLegacy: false, odd: [1] }],
      resources: [
        {
          ...resource,
          path: '/hubs/crm/suite',
          type: 'api',
          model: { name: 'M', swagger: { M: { properties: { id: { type: 'deal', 'x-sample': null } } } } },
        },
        { ...resource, path: '/hubs/crm/suite', type: 'api', description: 'The same again' },
      ],
      objects: [{ name: 'things', hulkDownloadEnabled: true, fields: [{ name: 'a', id: 3, type: null }] }],
    }
    const { body: made } = await create({ ...document, id: 4711 })
    const { body: exported } = await test.call('GET', '/elements/roundtrip/export')
    assert.equal(JSON.stringify(exported).includes(String(made.resources[0].id)), false)
    const { configuration, parameters, ...rest } = exported
    assert.deepEqual(configuration.slice(0, 1), document.configuration)
    assert.deepEqual(parameters, [])
    const { configuration: _configuration, ...expected } = structuredClone(document)
    for (const each of expected.resources) delete (each as { response?: unknown }).response
    assert.deepEqual(rest, { ...expected, private: true, objects: [{ ...document.objects[0], fields: [{ name: 'a' }] }] })
    const back = await test.call('PUT', '/elements/roundtrip', { body: exported })
    assert.deepEqual(back.body, { ...made })
    assert.deepEqual((await test.call('GET', '/elements/roundtrip/export')).body, exported)
  })

  it('lists what the where of clients asks for (trap 5: 404 in the fixed words when nothing matches)', async () => {
    await create({ key: 'listed-a' })
    await create({ key: 'listed-b' })
    assert.deepEqual(await findKeys("private='true' AND abridged='true' AND key in ('listed-a','listed-b')"), ['listed-a', 'listed-b'])
    assert.deepEqual(await findKeys("private='true' AND key = 'infusionsoftcrm'"), [])
    assert.deepEqual(await findKeys("private='false' and hub like 'c%' and key='infusionsoftcrm'"), ['infusionsoftcrm'])
    assert.deepEqual(await findKeys("private='true' AND key in ('listed-a')", colleague.authorization), [])
    const abridged = await test.call('GET', `/elements?where=${encodeURIComponent("abridged='true' AND key='listed-a'")}`)
    assert.deepEqual([abridged.body[0].resources, abridged.body[0].configuration, abridged.body[0].private], [undefined, undefined, true])
    for (const where of ["colour='red'", "key='a", 'key ~ 1']) {
      const reply = await test.call('GET', `/elements?where=${encodeURIComponent(where)}`)
      assert.deepEqual([reply.status, /^Error parsing query/.test(reply.body.message)], [400, true], where)
    }
    const one = await test.call('GET', '/elements?searchText=LISTED-&pageSize=1&expand=true')
    assert.deepEqual([one.body[0].key, one.headers.get('elements-total-count')], ['listed-a', '2'])
    assert.equal(one.body[0].configuration[0].key, 'base.url')
    const next = encodeURIComponent(one.headers.get('elements-next-page-token') ?? '')
    const last = await test.call('GET', `/elements?searchText=LISTED-&pageSize=1&page=2&nextPage=${next}`)
    assert.deepEqual([last.body[0].key, last.headers.get('elements-next-page-token')], ['listed-b', null])
    assert.ok((await test.call('GET', '/elements/keys')).body.includes('listed-a'))
    assert.equal((await test.call('GET', '/elements/keys', { authorization: null })).body.includes('listed-a'), false)
  })

  it('the element of another account is not there: for reading, changing, deleting, sharing', async () => {
    const { body } = await create({ key: 'mine' })
    const stranger = await addStranger(test.database, {
      organizationId: await addOrganization(test.database, 'theirs'),
      secret: 'stranger',
    })
    for (const authorization of [colleague.authorization, `${stranger.user}, Organization theirs`]) {
      for (const [method, path] of [
        ['GET', ''],
        ['GET', '/export'],
        ['GET', '/accounts'],
        ['PUT', ''],
        ['PATCH', ''],
        ['DELETE', ''],
        ['PUT', '/active'],
        ['POST', '/clone'],
        ['PUT', `/accounts/${colleague.accountId}`],
      ] as const) {
        for (const name of ['mine', body.id]) {
          const sent = method === 'PUT' || method === 'PATCH' ? { body: suite } : {}
          const reply = await test.call(method, `/elements/${name}${path}`, { authorization, ...sent })
          const words = name === 'mine' ? 'No element found with key mine' : `No element found with ID ${body.id}`
          assert.deepEqual([reply.status, reply.body.message], [404, words], `${method} ${path}`)
        }
      }
    }
    assert.equal((await test.call('GET', '/elements/mine', { authorization: null })).status, 404)
    assert.equal((await create({ key: 'mine' }, colleague.authorization)).body.key, 'mine')
  })

  it('is lent to other accounts of the organization, to use and not to change', async () => {
    const { body } = await create({ key: 'lent' })
    const grant = (method: string, account: number | string) => test.call(method, `/elements/lent/accounts/${account}`)
    const seen = () => test.call('GET', '/elements/lent', { authorization: colleague.authorization })
    assert.deepEqual((await test.call('GET', '/elements/lent/accounts')).body, [])
    assert.equal((await grant('PUT', colleague.accountId)).status, 200)
    assert.equal((await grant('PUT', colleague.accountId)).status, 200)
    assert.deepEqual((await test.call('GET', '/elements/lent/accounts')).body, [colleague.accountId])
    assert.equal((await seen()).body.id, body.id)
    assert.deepEqual(await findKeys("key='lent'", colleague.authorization), ['lent'])
    const refused = await test.call('PUT', '/elements/lent', { authorization: colleague.authorization, body: suite })
    assert.deepEqual([refused.status, /belongs to another account/.test(refused.body.message)], [403, true])
    assert.equal((await test.call('DELETE', '/elements/lent', { authorization: colleague.authorization })).status, 403)
    assert.equal((await grant('DELETE', colleague.accountId)).status, 200)
    assert.equal((await seen()).status, 404)
    const outsider = await addStranger(test.database, { organizationId: await addOrganization(test.database, 'out'), secret: 'outsider' })
    for (const [method, account] of [
      ['DELETE', colleague.accountId],
      ['PUT', outsider.accountId],
      ['PUT', 'nobody'],
    ] as const) {
      const reply = await grant(method, account)
      assert.deepEqual([reply.status, reply.body.message], [404, `No account found with ID ${account}`])
    }
  })

  it("the system's elements cannot be changed, and the answer says what can be done", async () => {
    for (const [method, path, body] of [
      ['PUT', '', suite],
      ['PATCH', '', {}],
      ['DELETE', '', undefined],
      ['PUT', '/active', undefined],
      ['PUT', `/accounts/${colleague.accountId}`, undefined],
    ] as const) {
      const reply = await test.call(method, `/elements/191${path}`, { body })
      assert.equal(reply.status, 403, `${method} ${path}`)
      assert.match(reply.body.message, /clone/)
    }
  })

  it('a clone has a new key and id and an empty application key; its cloneable false refuses nobody', async () => {
    const { body } = await test.call('POST', '/elements/191/clone', { body: {} })
    assert.deepEqual([body.key, body.name, body.private, body.cloneable], ['infusionsoftcrm-clone', 'Infusionsoft-clone', true, false])
    assert.equal(body.configuration.find(({ key }: Part) => key === 'oauth.api.key').defaultValue, '')
    const { body: original } = await test.call('GET', '/elements/191')
    assert.equal(body.resources.length, original.resources.length)
    const ids = new Set(original.resources.map(({ id }: Part) => id))
    assert.ok(body.resources.every(({ id }: Part) => !ids.has(id)))
    assert.equal((await test.call('POST', '/elements/191/clone')).body.key, 'infusionsoftcrm-clone2')
    const again = await test.call('POST', `/elements/${body.id}/clone`)
    assert.deepEqual([again.status, again.body.key, again.body.cloneable], [200, 'infusionsoftcrm-clone-clone', false])
  })

  it('a user without a role may not see, create, change or delete elements', async () => {
    const { user } = await addStranger(test.database, { organizationId: 1, secret: 'nobody', roles: [] })
    const authorization = `${user}, ${test.organization}`
    for (const [method, path, body] of [
      ['GET', '/elements', undefined],
      ['POST', '/elements', suite],
      ['PUT', '/elements/191', suite],
      ['DELETE', '/elements/191', undefined],
    ] as const) {
      assert.equal((await test.call(method, path, { authorization, body })).status, 403, `${method} ${path}`)
    }
  })

  it('an instance of an own element calls its vendor; a change is seen by the next call, on every server', async (t) => {
    const vendor = await startVendor(t, ({ path }) => ({ body: [{ path }] }))
    const base = { ...suite.configuration[0], defaultValue: vendor.url }
    const { body: element } = await create({ key: 'called', configuration: [base], resources: [resource] })
    const configuration = { username: 'u', password: 'p' }
    const created = await test.call('POST', '/instances', { body: { name: 'One', element: { key: 'called' }, configuration } })
    assert.equal(created.status, 200, created.text)
    const authorization = `${test.user}, Element ${created.body.token}`
    const another = await test.startAnother()
    const ask = async (call: TestApp['call']) => (await call('GET', '/hubs/general/suite', { authorization })).body
    for (const call of [test.call, another]) assert.deepEqual(await ask(call), [{ path: '/vendor' }])
    const moved = { ...suite, configuration: undefined, resources: [{ ...resource, vendorPath: '/moved' }] }
    assert.equal((await test.call('PUT', '/elements/called', { body: moved })).status, 200)
    assert.deepEqual(await ask(test.call), [{ path: '/moved' }])
    while ((await ask(another))[0].path !== '/moved') await new Promise((resolve) => setTimeout(resolve, 10))
    const used = await test.call('DELETE', `/elements/${element.id}`)
    assert.equal(used.status, 409)
    assert.match(used.body.message, /1 element instance/)
    assert.equal((await test.call('DELETE', `/instances/${created.body.id}`)).status, 200)
    assert.equal((await test.call('DELETE', `/elements/${element.id}`)).status, 200)
  })
})
