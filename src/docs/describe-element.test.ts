import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { validateSwagger } from '../../test/swagger.ts'
import { documentResources, operationOf, parameterOf } from './fixtures/describe-resources.ts'

const parameter = (name: string, more: object = {}) => ({ name, type: 'query', vendorType: 'query', source: 'request', ...more })
const person = { type: 'object', properties: { id: { type: 'string', 'x-samplevalue': '7' } } }

describe('the shape of a document (contract 2.11)', () => {
  test('names itself, has no hub in its paths, and every operation its fixed parts', async () => {
    const document = documentResources([{ path: '/people/{id}', description: 'Read one' }])
    const { swagger, info, host, basePath, schemes, tags } = document
    assert.deepEqual(
      { swagger, info, host, basePath, schemes },
      {
        swagger: '2.0',
        info: { title: 'Sample', version: 'api-v2', contact: { email: 'support@cloud-elements.com' } },
        host: 'octet.example',
        basePath: '/elements/api-v2',
        schemes: ['https'],
      },
    )
    assert.deepEqual(tags, [{ name: 'people' }, { name: 'ping' }, { name: 'objects' }])
    const operation = operationOf(document, 'GET', '/people/{id}')
    assert.deepEqual([operation.summary, operation.operationId, operation.tags], ['Read one', 'getPeopleById', ['people']])
    assert.deepEqual(operation.parameters[0], {
      name: 'Authorization',
      in: 'header',
      type: 'string',
      required: true,
      description: "The authorization tokens. The format for the header value is 'Element &lt;token&gt;, User &lt;user secret&gt;'",
    })
    assert.deepEqual(Object.keys(operation.responses), ['200', '400', '401', '403', '404', '405', '406', '409', '415', '500', '502'])
    assert.equal(operation.responses['404']?.description, 'Not found - The requested resource is not found')
    await validateSwagger(document)
  })

  test('always has the standard definitions, and a model of the same name beside them', async () => {
    const model = { name: 'Pong', swagger: { Pong: person } }
    const document = documentResources([{ path: '/people', model }])
    for (const name of [
      'Pong',
      'objectsMetadata',
      'objectsMetadataFields',
      'Object',
      'BulkStatus',
      'BulkJobList',
      'BulkQuery',
      'BulkUploadResponse',
      'bulkDownloadRequest',
    ]) {
      assert.ok(name in document.definitions, name)
    }
    assert.deepEqual(Object.keys(document.definitions['Pong']!['properties'] as object), ['dateTime', 'endpoint'])
    assert.deepEqual(operationOf(document, 'GET', '/people').responses['200']?.schema, { $ref: '#/definitions/Pong_2' })
  })

  test('leaves out what clients should not read about or cannot call', () => {
    const document = documentResources([
      { path: '/shown' },
      { path: '/hidden', type: 'apiNoDocumentation' },
      { path: '/login', type: 'onProvision' },
      { path: '/internal', kind: 'java' },
    ])
    assert.deepEqual(Object.keys(document.paths), [
      '/shown',
      '/ping',
      '/objects',
      '/objects/{objectName}/metadata',
      '/objects/{objectName}/docs',
    ])
  })

  test('an element’s own ping and objects win over those that every element has', () => {
    const document = documentResources([
      { path: '/ping', description: 'Mine' },
      { path: '/objects', description: 'Mine too' },
    ])
    assert.deepEqual(
      [operationOf(document, 'GET', '/ping').summary, operationOf(document, 'GET', '/objects').summary],
      ['Mine', 'Mine too'],
    )
  })
})

describe('parameters', () => {
  test('those that a client gives, in their place; nothing that comes from elsewhere', () => {
    const operation = operationOf(
      documentResources([
        {
          path: '/people/{id}/notes',
          parameters: [
            parameter('size', { dataType: 'Integer', required: true, description: 'How big' }),
            parameter('x-trace', { type: 'header' }),
            parameter('id', { type: 'path', vendorType: 'path', description: 'Whose' }),
            parameter('other', { type: 'path' }),
            parameter('api.key', { type: 'configuration' }),
            parameter('json', { type: 'value' }),
            parameter('token', { source: 'response' }),
            parameter('authorization', { type: 'header' }),
            parameter('size', { dataType: 'string' }),
          ],
        },
      ]),
      'GET',
      '/people/{id}/notes',
    )
    assert.deepEqual(operation.parameters.slice(1), [
      { name: 'size', in: 'query', required: true, description: 'How big', type: 'integer' },
      { name: 'x-trace', in: 'header', required: false, type: 'string' },
      { name: 'id', in: 'path', required: true, description: 'Whose', type: 'string' },
    ])
  })

  test('a list that is paged takes the paging parameters, also those its document does not name', () => {
    const operation = operationOf(
      documentResources([{ parameters: [parameter('where', { required: false }), parameter('pageSize')] }]),
      'GET',
      '/rows',
    )
    assert.deepEqual(
      operation.parameters.slice(1).map(({ name, type, format }) => [name, type, format]),
      [
        ['where', 'string', undefined],
        ['pageSize', 'integer', 'int64'],
        ['fields', 'string', undefined],
        ['page', 'integer', 'int64'],
        ['nextPage', 'string', undefined],
      ],
    )
    assert.equal(parameterOf(operation, 'where')?.description, 'The CEQL search expression.')
    assert.match(parameterOf(operation, 'pageSize')?.description ?? '', /Defaults to 200 if not provided\. Maximum of 5000\./)
  })

  test('a form is a form: fields and files, no body beside it', async () => {
    const parameters = [
      parameter('file', { type: 'multipart', vendorType: 'multipart', dataType: 'file' }),
      parameter('body', { type: 'body', vendorType: 'body' }),
      parameter('title', { type: 'bodyField', vendorType: 'multipart' }),
    ]
    const document = documentResources([{ method: 'POST', parameters }])
    const operation = operationOf(document, 'POST', '/rows')
    assert.deepEqual(operation.consumes, ['multipart/form-data'])
    assert.deepEqual(
      operation.parameters.slice(1).map((each) => [each.name, each.in, each.type]),
      [
        ['file', 'formData', 'file'],
        ['title', 'formData', 'string'],
      ],
    )
    await validateSwagger(document)
  })
})

describe('bodies', () => {
  const body = parameter('body', { type: 'body', vendorType: 'body', required: true, description: 'The record' })

  test('the request model, or the response model where there is none; both name their object', () => {
    const model = { name: 'person', swagger: { person } }
    const request = { requestName: 'new', requestSwagger: { new: { type: 'object', properties: { name: { type: 'string' } } } } }
    const document = documentResources([
      { method: 'POST', path: '/people', parameters: [body], model: { ...model, ...request } },
      { method: 'PUT', path: '/people/{id}', parameters: [body], model },
    ])
    assert.deepEqual(parameterOf(operationOf(document, 'POST', '/people'), 'body'), {
      name: 'body',
      in: 'body',
      required: true,
      description: 'The record',
      schema: { $ref: '#/definitions/new' },
    })
    assert.deepEqual(parameterOf(operationOf(document, 'PUT', '/people/{id}'), 'body')?.schema, { $ref: '#/definitions/person' })
    assert.deepEqual(document.definitions['new'], {
      'x-vendor-objectname': 'people',
      type: 'object',
      properties: { name: { type: 'string' } },
    })
    assert.deepEqual(document.definitions['person']?.['properties'], { id: { type: 'string', 'x-samplevalue': '7' } })
  })

  test('fields that are named one by one make a body', () => {
    const fields = [
      parameter('Action', { type: 'bodyField', required: true }),
      parameter('Quantity', { type: 'bodyField', dataType: 'integer' }),
    ]
    const operation = operationOf(documentResources([{ method: 'POST', parameters: fields }]), 'POST', '/rows')
    assert.deepEqual(parameterOf(operation, 'body')?.schema, {
      'x-vendor-objectname': 'rows',
      type: 'object',
      properties: { Action: { type: 'string' }, Quantity: { type: 'integer' } },
      required: ['Action'],
    })
  })

  test('a list answers an array of what its model describes', () => {
    const item = { name: 'people', swagger: { peopleObject: person } }
    const record = { name: 'person', swagger: { person } }
    const whole = { name: 'all', swagger: { all: { type: 'array', items: { $ref: 'person' } }, person } }
    const document = documentResources([
      { path: '/items', model: item },
      { path: '/records', model: record, parameters: [parameter('page')] },
      { path: '/wholes', model: whole, parameters: [parameter('page')] },
      { path: '/single', model: record },
    ])
    const schemas = ['/items', '/records', '/wholes', '/single'].map((path) => operationOf(document, 'GET', path).responses['200']?.schema)
    assert.deepEqual(schemas, [
      { type: 'array', items: { $ref: '#/definitions/peopleObject' } },
      { type: 'array', items: { $ref: '#/definitions/person' } },
      { $ref: '#/definitions/all' },
      { $ref: '#/definitions/person' },
    ])
    assert.deepEqual(document.definitions['all']?.['items'], { $ref: '#/definitions/person' })
  })

  test('equal models of one name stand once, others beside each other', () => {
    const other = { type: 'object', properties: { code: { type: 'string' } } }
    const wrap = (inner: object) => ({
      name: 'page',
      swagger: { page: { properties: { row: { $ref: '#/definitions/row' } } }, row: inner },
    })
    const document = documentResources([
      { path: '/a', model: wrap(person) },
      { path: '/b', model: wrap(other) },
      { path: '/c', model: wrap(person) },
    ])
    const names = ['/a', '/b', '/c'].map((path) => operationOf(document, 'GET', path).responses['200']?.schema?.['$ref'])
    assert.deepEqual(names, ['#/definitions/page', '#/definitions/page_2', '#/definitions/page'])
    assert.deepEqual(document.definitions['page_2']?.['properties'], { row: { $ref: '#/definitions/row_2' } })
  })

  test('an object with a mapping is described by its fields', () => {
    const fields = [
      { path: 'Id', vendorPath: 'id', access: 'read' },
      { path: 'Company.Name', vendorPath: 'company' },
      { path: 'Born', vendorPath: 'born', type: 'date' },
    ] as const
    const octet = {
      version: 1,
      paging: { style: 'none' },
      transformations: { people: { vendorName: 'Person', fields } },
      objects: { people: { vendorName: 'Person', transformation: 'people', required: ['Born'] } },
    } as const
    const resource = { path: '/people', octet: { object: 'people' } }
    const document = documentResources([resource, { ...resource, method: 'POST' }], { octet })
    assert.deepEqual(document.definitions['people'], {
      type: 'object',
      properties: {
        Id: { type: 'string', readOnly: true },
        Company: { type: 'object', properties: { Name: { type: 'string' } } },
        Born: { type: 'string', format: 'date', 'x-mask': 'yyyy-MM-dd' },
      },
      'x-vendor-objectname': 'people',
    })
    assert.deepEqual(document.definitions['people-new']?.['required'], ['Born'])
    assert.deepEqual(operationOf(document, 'GET', '/people').responses['200']?.schema, {
      type: 'array',
      items: { $ref: '#/definitions/people' },
    })
  })
})

describe('paths', () => {
  test('of one shape stand once, under the names of the first that is shown; of two at one place the later is', async () => {
    const document = documentResources([
      { path: '/people/{id}', description: 'Old' },
      { method: 'DELETE', path: '/people/{personId}', parameters: [parameter('personId', { type: 'path', description: 'Whom' })] },
      { path: '/people/{key}', description: 'New' },
      { path: '/a/{id}/b/{id}' },
    ])
    assert.deepEqual(Object.keys(document.paths).slice(0, 2), ['/people/{key}', '/a/{id}/b/{id2}'])
    assert.equal(operationOf(document, 'GET', '/people/{key}').summary, 'New')
    assert.deepEqual(operationOf(document, 'DELETE', '/people/{key}').parameters[1], {
      name: 'key',
      in: 'path',
      required: true,
      description: 'Whom',
      type: 'string',
    })
    await validateSwagger(document)
  })
})
