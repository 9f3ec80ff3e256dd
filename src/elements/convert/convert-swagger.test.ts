import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { validateDocument } from '../document/validate.ts'
import { convertSwagger } from './convert-swagger.ts'

const convert = (document: object) => convertSwagger(JSON.stringify(document))

const swagger = {
  swagger: '2.0',
  info: { title: 'Pet Store!', description: 'Pets' },
  host: 'pets.example.com',
  basePath: '/v2',
  schemes: ['http', 'https'],
  consumes: ['application/json'],
  securityDefinitions: { key: { type: 'apiKey', in: 'header', name: 'X-Key' } },
  parameters: { limit: { name: 'limit', in: 'query', type: 'integer' } },
  paths: {
    '/pets': {
      parameters: [{ $ref: '#/parameters/limit' }],
      get: {
        operationId: 'listPets',
        summary: 'All pets',
        parameters: [{ name: 'X-Trace', in: 'header', type: 'string', required: true }],
        responses: { 200: { schema: { type: 'array', items: { $ref: '#/definitions/Pet' } } } },
      },
      post: {
        parameters: [{ name: 'pet', in: 'body', required: true, schema: { $ref: '#/definitions/Pet' } }],
        responses: { 201: { description: 'ok' } },
      },
    },
    '/pets/{id}/photo': {
      put: {
        parameters: [
          { name: 'id', in: 'path', required: true, type: 'string' },
          { name: 'photo', in: 'formData', type: 'file' },
        ],
        responses: {},
      },
    },
  },
  definitions: {
    Pet: { properties: { name: { type: 'string' }, owner: { $ref: '#/definitions/Owner' } } },
    Owner: { properties: { pets: { type: 'array', items: { $ref: '#/definitions/Pet' } } } },
    Unused: {},
  },
}

describe('Swagger 2.0', () => {
  const element = convert(swagger)

  test('gives an element that can be stored', () => {
    validateDocument(element)
    const { key, name, description, hub, protocolType, authentication, configuration } = element
    assert.deepEqual([key, name, description, hub, protocolType], ['petstore', 'Pet Store!', 'Pets', 'general', 'http'])
    assert.deepEqual([authentication, configuration.map(({ key }) => key)], [{ type: 'custom' }, ['base.url', 'api.key']])
    assert.equal(configuration[0]?.defaultValue, 'https://pets.example.com/v2')
    assert.deepEqual(
      element.parameters?.map(({ name, type, vendorName, vendorType }) => [name, type, vendorName, vendorType]),
      [['api.key', 'configuration', 'X-Key', 'header']],
    )
  })

  test('gives a resource per operation, with the parameters of its path', () => {
    const shown = element.resources.map(({ method, path, vendorMethod, vendorPath, parameters }) => ({
      to: `${method} ${path} > ${vendorMethod} ${vendorPath}`,
      parameters: parameters?.map(({ name, type, vendorType, dataType, required }) => [name, type, vendorType, dataType, required]),
    }))
    assert.deepEqual(shown, [
      {
        to: 'GET /hubs/general/pets > GET /pets',
        parameters: [
          ['limit', 'query', 'query', 'integer', false],
          ['X-Trace', 'header', 'header', 'string', true],
        ],
      },
      {
        to: 'POST /hubs/general/pets > POST /pets',
        parameters: [
          ['limit', 'query', 'query', 'integer', false],
          ['body', 'body', 'body', 'object', true],
        ],
      },
      {
        to: 'PUT /hubs/general/pets/{id}/photo > PUT /pets/{id}/photo',
        parameters: [
          ['id', 'path', 'path', 'string', true],
          ['photo', 'multipart', 'multipart', 'file', false],
        ],
      },
    ])
  })

  test('gives models with all they refer to, also in circles, and nothing else', () => {
    const [list, create] = element.resources
    assert.deepEqual([list?.model?.name, Object.keys(list?.model?.swagger ?? {})], ['Pet', ['Pet', 'Owner']])
    assert.deepEqual([create?.model?.requestName, Object.keys(create?.model?.requestSwagger ?? {})], ['Pet', ['Pet', 'Owner']])
    assert.equal(element.resources[2]?.model, undefined)
  })
})

describe('OpenAPI 3', () => {
  const openapi = {
    openapi: '3.1.0',
    info: { title: 'Pets' },
    servers: [{ url: 'https://{region}.example.com/v1/', variables: { region: { default: 'eu' } } }],
    paths: {
      '/pets': {
        get: { responses: { '2XX': { content: { 'application/json': { schema: { $ref: '#/components/schemas/Pet' } } } } } },
        post: { requestBody: { $ref: '#/components/requestBodies/Pet' }, responses: {} },
        put: {
          requestBody: {
            content: {
              'multipart/form-data': {
                schema: {
                  required: ['file'],
                  properties: { file: { type: 'string', format: 'binary' }, note: { type: ['string', 'null'] } },
                },
              },
            },
          },
          responses: {},
        },
      },
    },
    components: {
      schemas: { Pet: { properties: { name: { type: 'string' }, friend: { $ref: '#/components/schemas/Pet' } } } },
      requestBodies: { Pet: { required: true, content: { 'application/json': { schema: { $ref: '#/components/schemas/Pet' } } } } },
      securitySchemes: {
        oauth: {
          type: 'oauth2',
          flows: {
            authorizationCode: {
              authorizationUrl: 'https://a.example.com',
              tokenUrl: 'https://t.example.com',
              scopes: { read: '', write: '' },
            },
          },
        },
      },
    },
  }
  const element = convert(openapi)

  test('reads servers, bodies by reference and multipart fields', () => {
    validateDocument(element)
    assert.equal(element.configuration[0]?.defaultValue, 'https://eu.example.com/v1')
    const [, post, put] = element.resources
    assert.deepEqual(
      post?.parameters?.map(({ type, required }) => [type, required]),
      [['body', true]],
    )
    assert.deepEqual(
      put?.parameters?.map(({ name, type, dataType, required }) => [name, type, dataType, required]),
      [
        ['file', 'multipart', 'file', true],
        ['note', 'multipart', 'string', false],
      ],
    )
  })

  test('writes references as models have them', () => {
    const { model } = element.resources[0]!
    assert.deepEqual(model?.swagger, { Pet: { properties: { name: { type: 'string' }, friend: { $ref: '#/definitions/Pet' } } } })
  })

  test('knows where OAuth happens', () => {
    const values = Object.fromEntries(element.configuration.map(({ key, defaultValue }) => [key, defaultValue]))
    assert.deepEqual(
      [element.authentication.type, values['oauth.token.url'], values['oauth.authorization.url'], values['oauth.scope']],
      ['oauth2', 'https://t.example.com', 'https://a.example.com', 'read write'],
    )
  })
})

test('models together stay small, however often they refer to the same large thing', () => {
  const Large = {
    properties: Object.fromEntries(
      Array.from({ length: 2000 }, (_, at) => [`field${at}`, { type: 'string', description: 'x'.repeat(200) }]),
    ),
  }
  const response = { responses: { 200: { schema: { properties: { large: { $ref: '#/definitions/Large' } } } } } }
  const paths = Object.fromEntries(Array.from({ length: 200 }, (_, at) => [`/p${at}`, { get: response }]))
  const element = convert({ swagger: '2.0', info: { title: 'Large' }, paths, definitions: { Large } })
  assert.equal(element.resources.length, 200)
  assert.ok(JSON.stringify(element).length < 10_000_000)
})

test('what is no such document is refused in words', () => {
  const refuse = (text: string, message: RegExp) =>
    assert.throws(() => convertSwagger(text), { status: 400, code: 'definition-unreadable', message })
  refuse('swagger: "2.0"', /it is not JSON/)
  refuse('[]', /it is not a JSON object/)
  refuse('{"swagger":"1.2"}', /neither Swagger 2\.0 .* nor OpenAPI 3/)
  refuse('{"swagger":"2.0","paths":{}}', /it describes no operation/)
  refuse('{"openapi":"3.0.0","paths":{"/x":{"get":7}}}', /it describes no operation/)
})
