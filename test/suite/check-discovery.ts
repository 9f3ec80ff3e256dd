/** What every element tells of itself: ping, objects, fields, documentation (contract 5.3, 5.4, 14). */
import assert from 'node:assert/strict'
import { it } from 'node:test'
import { validateOpenApi } from '../openapi.ts'
import { validateSwagger } from '../swagger.ts'
import type { Bench, Row } from './bench.ts'

const types = /^(string|number|boolean|date|datetime|object|array(\[\w+\])?)$/

export function checkDiscovery(bench: Bench): void {
  it('ping', async () => {
    const { dateTime, endpoint } = await bench.hub.get('ping')
    assert.equal(endpoint, bench.document.key)
    assert.ok(!Number.isNaN(Date.parse(dateTime)))
  })

  it('trap 25: objects are names, and with Elements-Version: Helium objects', async () => {
    const { app, hub, document } = bench
    const names: string[] = await hub.get('objects')
    assert.ok(names.length > 0)
    assert.deepEqual([...new Set(names)], names)
    assert.deepEqual(await objectsOf('/objects'), names)
    const described = await objectsOf(`/hubs/${document.hub}/objects`, { 'Elements-Version': 'Helium' })
    assert.deepEqual(
      described.map(({ name }: Row) => name),
      names,
    )
    for (const { type, vendorName } of described) assert.deepEqual([type, typeof vendorName], ['vendor', 'string'])

    async function objectsOf(path: string, headers = {}): Promise<Row> {
      const reply = await app.call('GET', path, { authorization: hub.authorization, headers })
      assert.equal(reply.status, 200, reply.text)
      return reply.body
    }
  })

  it('the fields of every object have the documented members', async () => {
    const names: string[] = await bench.hub.get('objects')
    const own = Object.keys(bench.document.octet?.objects ?? {})
    assert.deepEqual(
      own.filter((name) => !names.includes(name)),
      [],
    )
    const others = names.filter((name) => !own.includes(name)).slice(0, 3)
    for (const name of [...own, ...others]) {
      const { fields } = await bench.hub.get(`objects/${name}/metadata`)
      assert.ok(fields.length > 0, name)
      for (const field of fields) checkField(field, name)
      const custom = await bench.hub.get(`objects/${name}/metadata`, { customFieldsOnly: 'true' })
      const paths = new Set(fields.map(({ vendorPath }: Row) => vendorPath))
      assert.ok(custom.fields.length <= fields.length && custom.fields.every(({ vendorPath }: Row) => paths.has(vendorPath)), name)
    }
    assert.equal((await bench.hub.call('GET', 'objects/no_such_object/metadata')).status, 404)
  })

  it('the documents of the element, the hub’s instance and its objects are valid', async () => {
    const { app, document, hub } = bench
    const names: string[] = await hub.get('objects')
    const own = new Set(Object.keys(document.octet?.objects ?? {}))
    const other = names.find((name) => !own.has(name))
    const objects = ['contacts', ...(other === undefined ? [] : [other])].map((name) => `/objects/${name}/docs`)
    for (const path of [`/elements/${document.key}/docs`, `/instances/${hub.id}/docs`, ...objects]) {
      const { authorization } = hub
      const ask = async (query: string) => {
        const reply = await app.call('GET', path + query, path.startsWith('/objects') ? { authorization } : {})
        assert.equal(reply.status, 200, `${path}: ${reply.text}`)
        assert.equal(reply.headers.get('elements-error'), null, path)
        return reply.body
      }
      await validateSwagger(await ask(''))
      await validateOpenApi(await ask('?format=openapi31'))
    }
    const { definitions } = (await app.call('GET', `/instances/${hub.id}/docs`)).body
    const { fields } = await hub.get('objects/contacts/metadata', { customFieldsOnly: 'true' })
    assert.ok(fields.length > 0)
    for (const { vendorPath } of fields) assert.ok(hasField(definitions.contacts, vendorPath), `${vendorPath} of contacts`)
    const metadata = await app.call('GET', `/elements/${document.key}/metadata`)
    assert.equal(metadata.status, 200)
    assert.ok(Object.keys(metadata.body).length > 0)
  })
}

/** The field is in the schema, however deep. */
function hasField(schema: Row, path: string): boolean {
  const [name = '', ...rest] = path.split('.')
  const member = schema?.properties?.[name.replace('[*]', '')]
  return rest.length === 0 ? member !== undefined : hasField(member?.items ?? member, rest.join('.'))
}

function checkField(field: Row, object: string): void {
  const here = `${object}: ${JSON.stringify(field).slice(0, 400)}`
  assert.match(field.type, types, here)
  assert.equal(typeof field.vendorPath, 'string', here)
  for (const name of ['vendorRequired', 'vendorReadOnly', 'hidden']) assert.equal(typeof field[name], 'boolean', `${name} of ${here}`)
  for (const name of ['createable', 'updateable', 'filterable', 'restrictedPicklist'])
    assert.ok(field[name] === undefined || typeof field[name] === 'boolean', `${name} of ${here}`)
  for (const name of ['vendorNativeType', 'vendorDisplayName', 'mask'])
    assert.ok(field[name] === undefined || typeof field[name] === 'string', `${name} of ${here}`)
  for (const choice of field.picklistValues ?? []) assert.ok('value' in choice && 'label' in choice, `picklistValues of ${here}`)
  for (const { name, request, response } of field.method ?? [])
    assert.deepEqual([typeof name, typeof request, typeof response], ['string', 'boolean', 'boolean'], `method of ${here}`)
}
