import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { validateSwagger } from '../../test/swagger.ts'
import { readAddress } from './address.ts'
import { describeHub } from './describe-hub.ts'
import { describeLoopback } from './describe-loopback.ts'
import { describePlatform } from './describe-platform.ts'
import { address, operationOf } from './fixtures/describe-resources.ts'
import { writeSwagger } from './write-swagger.ts'

const hub = {
  name: 'CRM',
  resources: [
    {
      name: 'contacts',
      description: 'People',
      operations: ['GET', 'POST', 'GET/{id}', 'DELETE/{id}'],
      fields: [
        { path: 'id', type: 'string' },
        { path: 'address.city', type: 'string' },
      ],
    },
  ],
}

describe('the address of a document (contract 2.11)', () => {
  test('is where it was asked, or the base URL that was given', () => {
    const schemes = ['https']
    assert.deepEqual(readAddress({ host: 'octet.example:8443' }), { host: 'octet.example:8443', basePath: '/elements/api-v2', schemes })
    assert.deepEqual(readAddress({ host: 'x', baseUrl: 'https://foo.bar' }), { host: 'foo.bar', basePath: '/elements/api-v2', schemes })
    assert.deepEqual(readAddress({ baseUrl: 'http://foo.bar:81/in/' }), {
      host: 'foo.bar:81',
      basePath: '/in/elements/api-v2',
      schemes: ['http'],
    })
    assert.equal(readAddress({ baseUrl: 'https://foo.bar/elements/api-v2' }).basePath, '/elements/api-v2')
    assert.equal(readAddress({ baseUrl: 'https://user:secret@foo.bar' }).host, 'foo.bar')
  })

  test('names no host that Swagger cannot write', () => {
    assert.equal(readAddress({ host: '[::1]:8080' }).host, undefined)
    assert.equal(readAddress({ host: undefined }).host, undefined)
  })

  test('a base URL that is none is refused', () => {
    for (const baseUrl of ['foo', 'ftp://foo.bar', 'javascript:alert(1)', '//foo.bar']) {
      assert.throws(() => readAddress({ baseUrl }), { code: 'invalid-parameter', status: 400 }, baseUrl)
    }
  })

  test('provider=aws puts it behind the gateway, whose key is the second parameter', async () => {
    const document = writeSwagger(describeHub(hub), readAddress({ provider: 'aws' }))
    assert.deepEqual([document.host, document.basePath, document.schemes], ['aws-api.cloud-elements.com', '/', ['https']])
    for (const verbs of Object.values(document.paths)) {
      for (const { parameters } of Object.values(verbs))
        assert.deepEqual([parameters[0]?.name, parameters[1]?.name], ['Authorization', 'x-api-key'])
    }
    await validateSwagger(document)
  })
})

describe('documents that are not of an element', () => {
  test('a hub promises its resources, and the generic ones', async () => {
    const document = writeSwagger(describeHub(hub), address)
    await validateSwagger(document)
    const ids = Object.values(document.paths).flatMap((verbs) => Object.values(verbs).map(({ operationId }) => operationId))
    assert.deepEqual(ids.slice(0, 4), ['getContacts', 'createContact', 'getContactById', 'deleteContactById'])
    for (const id of ['getByObjectName', 'createByObjectName', 'replaceObjectNameByObjectId', 'getPing', 'getObjects'])
      assert.ok(ids.includes(id), id)
    assert.deepEqual(document.definitions['contacts']?.['properties'], {
      id: { type: 'string' },
      address: { type: 'object', properties: { city: { type: 'string' } } },
    })
    const list = operationOf(document, 'GET', '/contacts')
    assert.deepEqual(list.responses['200']?.schema, { type: 'array', items: { $ref: '#/definitions/contacts' } })
    assert.deepEqual(
      list.parameters.slice(1).map(({ name }) => name),
      ['where', 'fields', 'page', 'pageSize', 'nextPage'],
    )
  })

  test('the platform shows every route with its body; one shape of path stands once', async () => {
    const body = {
      type: 'object',
      properties: { name: { anyOf: [{ type: 'null' }, { type: 'string' }] }, kind: { const: 'a' } },
      required: ['name'],
    }
    const handle = () => ({ body: undefined })
    const document = writeSwagger(
      describePlatform([
        { method: 'GET', path: '/things/:id', access: 'caller', handle },
        { method: 'PUT', path: '/things/:keyOrId', access: 'public', body, handle },
        { method: 'GET', path: '/things', access: 'open', handle },
      ]),
      address,
    )
    await validateSwagger(document)
    assert.deepEqual(Object.keys(document.paths), ['/things/{id}', '/things'])
    const write = operationOf(document, 'PUT', '/things/{id}')
    assert.deepEqual(
      write.parameters.map(({ name, required }) => [name, required]),
      [
        ['Authorization', false],
        ['id', true],
        ['body', false],
      ],
    )
    assert.deepEqual(write.parameters[2]?.schema, {
      type: 'object',
      properties: { name: { type: 'string' }, kind: { enum: ['a'] } },
      required: ['name'],
    })
    assert.deepEqual(operationOf(document, 'GET', '/things').parameters, [])
  })

  test('tools of the LoopBack family find the records as models', () => {
    const definitions = {
      person: {
        type: 'object',
        required: ['id'],
        properties: {
          id: { type: 'integer' },
          born: { type: 'string', format: 'date' },
          notes: { type: 'array', items: { $ref: '#/definitions/note' } },
          any: {},
        },
      },
    }
    const { models } = describeLoopback(writeSwagger({ title: 'X', paths: {}, definitions }, address)) as { models: unknown }
    assert.deepEqual(models, [
      {
        name: 'person',
        base: 'Model',
        properties: { id: { type: 'number', required: true }, born: { type: 'date' }, notes: { type: ['note'] }, any: { type: 'any' } },
      },
    ])
  })
})
