/** Documentation: of elements for everybody, of hubs and the platform, of instances with what their account added and their vendor's users defined. */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { type Connected, createTestApp, type TestApp } from '../app.ts'
import { validateOpenApi } from '../openapi.ts'
import { validateSwagger } from '../swagger.ts'

const element = {
  name: 'Docs Demo',
  description: 'An element with a model',
  hub: 'crm',
  authentication: { type: 'basic' },
  configuration: [
    { name: 'Base URL', key: 'base.url', type: 'TEXTFIELD_1000', description: 'Base', defaultValue: 'https://api.example.com' },
  ],
  useModelsForMetadata: true,
  resources: [
    {
      method: 'GET',
      path: '/hubs/crm/people',
      vendorMethod: 'GET',
      vendorPath: '/people',
      type: 'api',
      model: {
        name: 'people',
        swagger: {
          people: { type: 'object', properties: { age: { type: 'integer' }, home: { $ref: 'address' } } },
          address: { properties: { city: { type: 'string' } } },
        },
      },
    },
  ],
}

// biome-ignore lint/suspicious/noExplicitAny: documents get their shape from the assertions
type Row = any

describe('documentation', () => {
  let test: TestApp
  let connected: Connected
  before(async () => {
    test = await createTestApp()
    connected = await test.connect()
  })
  after(() => test.close())

  it('the document of an element is open to everybody, by key and by id, and valid', async () => {
    const [byKey, byId] = await Promise.all(
      ['infusionsoftcrm', '191'].map((name) => test.call('GET', `/elements/${name}/docs?version=-1`, { authorization: null })),
    )
    assert.equal(byKey?.status, 200)
    assert.deepEqual(byKey?.body, byId?.body)
    await validateSwagger(byKey!.body)
    assert.equal(byKey?.body.host, new URL(test.url).host)
    assert.equal(byKey?.body.paths['/contacts/{id}'].patch.operationId, 'updateContactById')
    assert.equal(byKey?.body.definitions.contacts.properties.FirstName.type, 'string')
    assert.equal((await test.call('GET', '/elements/nothing/docs', { authorization: null })).status, 404)
    assert.equal((await test.call('GET', '/elements/191/docs', { authorization: 'User x, Organization y' })).status, 401)
  })

  it('one operation of it, at another address', async () => {
    const { body } = await test.call('GET', '/elements/191/docs?operationId=getContacts&baseUrl=https%3A%2F%2Ffoo.bar')
    assert.deepEqual([body.host, Object.keys(body.paths), Object.keys(body.definitions)], ['foo.bar', ['/contacts'], ['contacts']])
    const unknown = await test.call('GET', '/elements/191/docs?operationId=getNothing')
    assert.deepEqual([unknown.status, unknown.body.message], [404, 'No operation found with ID getNothing'])
    assert.equal((await test.call('GET', '/elements/191/docs?baseUrl=nowhere')).status, 400)
  })

  it('versions are texts, and one of them can be asked for; lbdocs has the records as models', async () => {
    const versions = (await test.call('GET', '/elements/191/versions')).body
    assert.deepEqual(
      versions.map((version: unknown) => typeof version),
      ['string'],
    )
    assert.equal((await test.call('GET', `/elements/191/docs?version=${versions[0]}`)).status, 200)
    assert.equal((await test.call('GET', '/elements/191/docs?version=0')).status, 404)
    const { status, body } = await test.call('GET', '/elements/191/lbdocs?force=true')
    assert.equal(status, 200)
    assert.ok(body.models.some(({ name }: { name: string }) => name === 'contacts'))
  })

  it('hubs and the platform have documents too', async () => {
    const crm = await test.call('GET', '/docs/crm?baseUrl=https%3A%2F%2Ffoo.bar', { authorization: null })
    assert.deepEqual([crm.status, crm.body.host, crm.body.schemes], [200, 'foo.bar', ['https']])
    await validateSwagger(crm.body)
    const gateway = (await test.call('GET', '/docs/crm?provider=aws')).body
    assert.deepEqual([gateway.host, gateway.basePath.includes('/elements/api-v2')], ['aws-api.cloud-elements.com', false])
    assert.equal(gateway.paths['/contacts'].get.parameters[1].name, 'x-api-key')
    assert.equal((await test.call('GET', '/docs/nothing')).status, 404)
    const platform = await test.call('GET', '/docs/all_platform')
    await validateSwagger(platform.body)
    assert.equal(platform.body.paths['/instances'].post.parameters.at(-1).in, 'body')
    assert.ok('/docs/all_platform' in platform.body.paths)
    const queries = platform.body.paths['/accounts'].get.parameters.slice(1).map(({ name, in: place }: Row) => [place, name])
    assert.deepEqual(
      queries,
      ['where', 'page', 'pageSize', 'nextPage', 'offset', 'includeInactive'].map((name) => ['query', name]),
    )
  })

  it('format=openapi31 answers OpenAPI 3.1 everywhere, and any other format is refused', async () => {
    const paths = [
      '/elements/191/docs',
      '/elements/191/docs?operationId=getContacts',
      '/docs/crm?provider=aws',
      '/docs/all_platform',
      `/instances/${connected.id}/docs`,
      `/instances/${connected.id}/docs/getContacts`,
      `/instances/${connected.id}/docs/getContacts?resolveReferences=true&basic=true`,
    ]
    for (const path of paths) {
      const ask = (format: string) => test.call('GET', `${path}${path.includes('?') ? '&' : '?'}format=${format}`)
      const { status, body, text } = await ask('openapi31')
      assert.equal(status, 200, text)
      await validateOpenApi(body)
      for (const other of ['swagger', 'OPENAPI31', 'openapi30']) {
        const refused = await ask(other)
        assert.deepEqual([refused.status, refused.body.message.includes('openapi31')], [400, true], `${path} ${other}`)
      }
    }
    const object = await connected.call('GET', '/hubs/crm/objects/contacts/docs?format=openapi31&discovery=true')
    await validateOpenApi(object.body)
    assert.deepEqual(object.body.servers, [{ url: `https://${new URL(test.url).host}/elements/api-v2` }])
    assert.equal((await connected.call('GET', '/objects/contacts/docs?format=raml')).status, 400)
    const definitions = await connected.call('GET', '/instances/docs/getContacts/definitions?format=openapi31')
    assert.deepEqual(Object.keys(definitions.body), ['contacts'])
  })

  it('documented query parameters of platform lists are understood', async () => {
    const { paths } = (await test.call('GET', '/docs/all_platform')).body
    const paged = Object.entries<Row>(paths).filter(([path, { get }]) => !path.includes('{') && takes(get, 'pageSize'))
    assert.ok(paged.length >= 6, `${paged.length}`)
    for (const [path, { get }] of paged) {
      // Lists that go on by a token alone, or by `pageOffset`, do not speak of `page`.
      for (const name of ['page', 'pageSize', 'pageOffset'].filter((name) => takes(get, name)))
        assert.equal((await test.call('GET', `${path}?${name}=x`)).status, 400, `${path} ${name}`)
      const isRead = takes(get, 'where')
      if (isRead) assert.equal((await test.call('GET', `${path}?where=(`)).status, 400, path)
    }

    function takes(operation: Row, name: string): boolean {
      return operation?.parameters.some((parameter: Row) => parameter.in === 'query' && parameter.name === name) === true
    }
  })

  it('trap 13: an instance is documented by its id and by its Element token', async () => {
    const [byId, byToken] = await Promise.all([
      test.call('GET', `/instances/${connected.id}/docs`),
      connected.call('GET', '/instances/docs'),
    ])
    assert.equal(byId.status, 200)
    assert.deepEqual(byToken.body, byId.body)
    const { fields } = (await connected.call('GET', '/objects/contacts/metadata?customFieldsOnly=true')).body
    assert.ok(fields.length > 0)
    for (const { vendorPath } of fields) assert.ok(vendorPath in byId.body.definitions.contacts.properties, vendorPath)
    for (const id of ['999999', 'x']) assert.equal((await test.call('GET', `/instances/${id}/docs`)).status, 404)
  })

  it('one operation of an instance: by id or verb and path, its definitions alone, references resolved', async () => {
    const [byId, byPath] = await Promise.all(['getContacts', 'GET-contacts'].map((id) => connected.call('GET', `/instances/docs/${id}`)))
    assert.deepEqual(Object.keys(byId!.body.paths), ['/contacts'])
    assert.deepEqual(byPath?.body, byId?.body)
    const definitions = await test.call('GET', `/instances/${connected.id}/docs/GET-contacts/definitions`)
    assert.deepEqual(Object.keys(definitions.body), ['contacts'])
    const resolved = await connected.call('GET', '/instances/docs/getContacts?resolveReferences=true')
    assert.equal(resolved.body.paths['/contacts'].get.responses['200'].schema.items.type, 'object')
    assert.equal((await connected.call('GET', '/instances/docs/getNothing')).status, 404)
  })

  it('an object of an instance: its operations, and with discovery what the vendor’s users defined', async () => {
    const plain = await connected.call('GET', '/hubs/crm/objects/contacts/docs')
    assert.deepEqual([plain.status, Object.keys(plain.body.paths)], [200, ['/contacts', '/contacts/{id}']])
    await validateSwagger(plain.body)
    const own = await connected.call('GET', '/objects/contacts/metadata?customFieldsOnly=true')
    const discovered = await connected.call('GET', '/hubs/crm/objects/contacts/docs?discovery=true')
    await validateSwagger(discovered.body)
    const fields = discovered.body.definitions.contacts_customFields.properties
    assert.ok(own.body.fields.length > 0)
    assert.deepEqual(
      Object.keys(fields),
      own.body.fields.map(({ vendorPath }: { vendorPath: string }) => vendorPath),
    )
    const operation = await connected.call('GET', '/instances/docs/GET-contacts/definitions?discovery=true')
    assert.deepEqual(Object.keys(operation.body), ['contacts', 'contacts_customFields'])
    assert.equal((await connected.call('GET', '/hubs/crm/objects/nothing/docs')).status, 404)
  })

  it('trap 14: a disabled instance is documented all the same', async () => {
    const disabled = await test.connect()
    await test.call('DELETE', `/instances/${disabled.id}/enabled`)
    assert.equal((await disabled.call('GET', '/contacts')).status, 403)
    for (const path of ['/objects', '/objects/contacts/docs', '/instances/docs'])
      assert.equal((await disabled.call('GET', path)).status, 200, path)
  })

  it('an account’s own element is documented for its account; a change is seen at once', async () => {
    const created = await test.call('POST', '/elements', { body: element })
    assert.equal(created.status, 200, created.text)
    const { id } = created.body
    assert.equal((await test.call('GET', `/elements/${id}/docs`, { authorization: null })).status, 404)
    const before = (await test.call('GET', `/elements/${id}/docs`)).body
    await validateSwagger(before)
    assert.deepEqual(before.definitions.people.properties, { age: { type: 'integer' }, home: { $ref: '#/definitions/address' } })
    const resource = { method: 'GET', path: '/notes', vendorMethod: 'GET', vendorPath: '/notes', description: 'Notes' }
    assert.equal((await test.call('POST', `/elements/${id}/resources`, { body: resource })).status, 200)
    const changed = (await test.call('GET', `/elements/${id}/docs`)).body
    assert.equal(changed.paths['/notes'].get.operationId, 'getNotes')
  })

  it('trap 19: what an account added to a system element is documented for that account alone, and for its instances', async () => {
    const resource = { method: 'GET', path: '/surveys', vendorMethod: 'GET', vendorPath: '/rest/v2/surveys', description: 'Surveys' }
    assert.equal((await test.call('POST', '/elements/191/resources', { body: resource })).status, 200)
    const everybody = await test.call('GET', '/elements/191/docs', { authorization: null })
    const [own, instance] = await Promise.all([test.call('GET', '/elements/191/docs'), connected.call('GET', '/instances/docs')])
    assert.equal('/surveys' in everybody.body.paths, false)
    assert.equal(own.body.paths['/surveys'].get.operationId, 'getSurveys')
    assert.deepEqual(instance.body.paths, own.body.paths)
    assert.deepEqual((await connected.call('GET', '/objects/surveys/metadata')).body, { fields: [] })
  })

  it('trap 25: objects of an imported element come from its models, as names or as objects', async () => {
    const { body: created } = await test.call('POST', '/elements', { body: { ...element, name: 'Docs Objects' } })
    const instance = await test.call('POST', '/instances', {
      body: { name: 'o', element: { key: created.key }, configuration: { username: 'a', password: 'b' } },
    })
    assert.equal(instance.status, 200, instance.text)
    const authorization = `${test.user}, Element ${instance.body.token}`
    assert.deepEqual((await test.call('GET', '/objects', { authorization })).body, ['people'])
    const helium = await test.call('GET', '/objects', { authorization, headers: { 'Elements-Version': 'Helium' } })
    assert.deepEqual(helium.body, [{ name: 'people', vendorName: 'people', type: 'vendor' }])
    const { body } = await test.call('GET', '/objects/people/metadata', { authorization })
    assert.deepEqual(
      body.fields.map(({ vendorPath, type, vendorNativeType }: Record<string, string>) => [vendorPath, type, vendorNativeType]),
      [
        ['age', 'number', 'integer'],
        ['home.city', 'string', 'string'],
      ],
    )
    const ping = await test.call('GET', '/hubs/crm/ping', { authorization })
    assert.deepEqual([ping.status, Object.keys(ping.body), ping.body.endpoint], [200, ['dateTime', 'endpoint'], created.key])
  })
})
