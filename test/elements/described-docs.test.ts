/** Documents of an instance whose vendor describes its objects: what its users have defined is in them, also of objects that the element does not name. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { validateOpenApi } from '../openapi.ts'
import { validateSwagger } from '../swagger.ts'
import { useSfdc } from './sfdc-server.ts'

describe('the documents of an instance whose vendor describes its objects', () => {
  const sfdc = useSfdc()
  const of = async (path: string) => {
    const reply = await sfdc.hub.call('GET', path)
    assert.equal(reply.status, 200, reply.text)
    return reply
  }

  it('describe one operation with the fields of its object, asking for no other', async () => {
    sfdc.asked.length = 0
    const { definitions } = (await sfdc.app.call('GET', `/instances/${sfdc.hub.id}/docs/getContacts`)).body
    assert.ok('Level__c' in definitions.contacts.properties)
    assert.deepEqual(
      sfdc.asked.map((each) => each.replace(/^.*\/sobjects\//, '')),
      ['Contact/describe'],
    )
    const alone = (await of('/instances/docs/getContacts/definitions?format=openapi31')).body
    assert.ok('Level__c' in alone.contacts.properties)
  })

  it('have custom fields and picklists, as Swagger and as OpenAPI', async () => {
    const swagger = (await of('/instances/docs')).body
    await validateSwagger(swagger)
    const { properties } = swagger.definitions.contacts
    assert.deepEqual([properties.id.type, properties.LastName.type, properties.Score__c.type], ['string', 'string', 'number'])
    assert.deepEqual(properties.Level__c.enum, ['Primary', 'Secondary', 'Tertiary'])
    assert.deepEqual(properties.Level__c['x-picklist'][0], { value: 'Primary', label: 'Primary' })
    assert.ok(properties.LeadSource['x-picklist'].length > 0)
    assert.equal(properties.LeadSource.enum, undefined, 'a picklist that takes other values too')
    assert.ok(swagger.definitions['contacts-new'].required.includes('LastName'))
    const openApi = (await of('/instances/docs?format=openapi31')).body
    await validateOpenApi(openApi)
    assert.deepEqual(openApi.components.schemas.contacts.properties.Level__c, properties.Level__c)
    const element = (await sfdc.app.call('GET', '/elements/sfdc/docs')).body
    assert.equal('Level__c' in element.definitions.contacts.properties, false)
    assert.deepEqual(Object.keys(element.paths), Object.keys(swagger.paths))
  })

  it('describe an object that the vendor alone names, by its generic operations', async () => {
    const { body } = await of('/objects/Invoice__c/docs')
    await validateSwagger(body)
    assert.ok('/{objectName}' in body.paths)
    const { get, post } = body.paths['/{objectName}']
    assert.deepEqual(get.responses['200'].schema, { type: 'array', items: { $ref: '#/definitions/Invoice__c' } })
    assert.equal(post.parameters.at(-1).schema.$ref, '#/definitions/Invoice__c-new')
    assert.deepEqual(body.definitions.Invoice__c.properties.Status__c.enum, ['Draft', 'Sent', 'Paid'])
    assert.ok(body.definitions['Invoice__c-new'].required.includes('Account__c'))
    await validateOpenApi((await of('/objects/Invoice__c/docs?format=openapi31&discovery=true')).body)
    assert.equal((await sfdc.hub.call('GET', '/objects/Nothing__c/docs')).status, 404)
  })

  it('say of a list what its vendor is asked and what is done here', async () => {
    const { parameters } = (await of('/instances/docs/getContacts')).body.paths['/contacts'].get
    const textOf = (name: string) => parameters.find((each: { name: string }) => each.name === name)?.description
    assert.match(textOf('where'), /^The CEQL search expression\. .*id, other fields under the vendor's own names\. .* at most 10000 rows/)
    assert.match(textOf('orderBy'), /Another order is made here/)
    assert.ok(textOf('includeDeleted'))
  })

  it('tell what is known without the vendor of a disabled instance, and say so', async () => {
    assert.equal((await sfdc.hub.call('DELETE', '/instances/enabled')).status, 200)
    for (const path of ['/instances/docs', '/objects/contacts/docs', '/instances/docs/getContacts']) {
      const { body, headers } = await of(path)
      await validateSwagger(body)
      assert.match(String(headers.get('elements-error')), /contacts.* are left out: the element instance is disabled/, path)
      assert.ok(body.definitions.contacts.properties.id)
    }
    assert.equal((await sfdc.hub.call('GET', '/objects/Invoice__c/docs')).status, 403)
  })
})

describe('the documents of an instance whose vendor is away', () => {
  const sfdc = useSfdc()

  it('tell what is known without it, and say so', async () => {
    await sfdc.salesforce.close()
    const { status, body, headers } = await sfdc.hub.call('GET', '/instances/docs')
    assert.equal(status, 200)
    await validateSwagger(body)
    assert.match(String(headers.get('elements-error')), /accounts.*contacts.* are left out: the vendor did not list them/)
    assert.ok(body.definitions.contacts.properties.id)
    assert.equal((await sfdc.hub.call('GET', '/objects/contacts/docs')).status, 200)
    assert.equal((await sfdc.hub.call('GET', '/objects/Invoice__c/docs')).status, 502)
  })
})
