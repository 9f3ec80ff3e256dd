import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { ElementDocument, ResourceDocument } from '../document/element-document.ts'
import type { ObjectTransformation } from '../document/octet.ts'
import { compileElement, listResourceKeys } from './compile-element.ts'
import { describeCustomField } from './object-fields.ts'
import { splitRootKey } from './root-key.ts'

const resource: ResourceDocument = { method: 'GET', path: '/hubs/crm/contacts', vendorMethod: 'GET', vendorPath: '/people' }
const base: ElementDocument = {
  key: 'example',
  name: 'Example',
  description: 'For tests',
  hub: 'crm',
  authentication: { type: 'basic' },
  configuration: [],
  resources: [resource],
}

function compile(members: Partial<ElementDocument>, overrides?: Record<string, string>) {
  const document = { ...base, ...members }
  const numbered = (keys: Iterable<string>) => new Map([...keys].map((key, at) => [key, 1_000_000 + at]))
  const configuration = numbered(document.configuration.map(({ key }) => key))
  return compileElement(document, { element: 7, configuration, resources: numbered(listResourceKeys(document).keys()) }, overrides)
}

function match(members: Partial<ElementDocument>, method: 'GET' | 'POST' = 'GET', path = '/contacts') {
  const found = compile(members).match(method, path.split('/').slice(1))
  assert.equal(found.kind, 'found')
  return found.resource
}

describe('configuration', () => {
  const item = (key: string, type = 'TEXTFIELD_32', defaultValue?: string) => ({
    name: key,
    key,
    type,
    ...(defaultValue === undefined ? {} : { defaultValue }),
  })

  test('keys without a default are null, and the defaults of the server win', () => {
    const { defaults } = compile({ configuration: [item('a'), item('b', 'TEXTFIELD_32', '1')] }, { b: '2', c: '3' })
    assert.deepEqual(defaults, { a: null, b: '2', c: '3' })
  })

  test('items of type PASSWORD and the OAuth credentials are secret', () => {
    const { secretKeys } = compile({ configuration: [item('pin', 'PASSWORD'), item('username')] })
    for (const key of ['pin', 'oauth.api.key', 'oauth.api.secret', 'oauth.user.token', 'oauth.user.refresh_token'])
      assert.ok(secretKeys.has(key))
    assert.equal(secretKeys.has('username'), false)
  })

  test('a key that is listed twice is an error', () => {
    assert.throws(() => compile({ configuration: [item('a'), item('a')] }), {
      message: 'element example, configuration a: the key is listed twice',
    })
  })
})

describe('resources', () => {
  test('paging, where and orderBy of the element apply to lists, and a resource can turn them off', () => {
    const octet = {
      version: 1,
      paging: { style: 'none' },
      where: { dialect: 'rsql', parameter: 'q' },
      orderBy: { parameter: 'o', fields: {} },
    } as const
    const resources: ResourceDocument[] = [
      resource,
      { ...resource, path: '/hubs/crm/contacts/{id}' },
      { ...resource, path: '/hubs/crm/stock', octet: { paging: false } },
      { ...resource, path: '/hubs/crm/people', octet: { where: false } },
    ]
    const styles = (path: string) => {
      const { paging, where, orderBy } = match({ octet, resources }, 'GET', path)
      return [paging?.style, where?.style.dialect, orderBy?.parameter]
    }
    assert.deepEqual(styles('/contacts'), ['none', 'rsql', 'o'])
    assert.deepEqual(styles('/contacts/7'), [undefined, undefined, undefined])
    assert.deepEqual(styles('/stock'), [undefined, undefined, undefined])
    assert.deepEqual(styles('/people'), ['none', undefined, 'o'])
  })

  test('forms of path parameters are the element’s for the paths that have them, and the resource’s own come before', () => {
    const octet = { version: 1, pathParameters: { id: { pattern: '^[0-9]+$' } } } as const
    const single = { ...resource, path: '/hubs/crm/contacts/{id}' }
    const own = { ...resource, path: '/hubs/crm/files/{id}', octet: { pathParameters: { id: { pattern: '^f' } } } }
    const forms = (path: string) => [...match({ octet, resources: [resource, single, own] }, 'GET', path).pathForms].map(String)
    assert.deepEqual(['/contacts', '/contacts/7', '/files/f7'].map(forms), [[], ['id,/^[0-9]+$/u'], ['id,/^f/u']])
    assert.throws(() => match({ octet: { ...octet, pathParameters: { id: { pattern: '[' } } }, resources: [single] }), {
      message: /the pattern of id is no regular expression/,
    })
  })

  test('parameters of the element come before those of the resource', () => {
    const parameter = (name: string) => ({ name, type: 'value', vendorType: 'header' })
    const { parameters } = match({ parameters: [parameter('a')], resources: [{ ...resource, parameters: [parameter('b')] }] })
    assert.deepEqual(
      parameters.map(({ name }) => name),
      ['a', 'b'],
    )
  })

  test('only resources for clients can be called', () => {
    const types = ['api', 'apiNoDocumentation', 'onProvision', 'onRefresh']
    const resources = types.map((type) => ({ ...resource, path: `/hubs/crm/${type}`, type }))
    const { match: find } = compile({ resources: [...resources, { ...resource, path: '/hubs/crm/old', kind: 'java' }] })
    assert.deepEqual(
      [...types, 'old'].filter((type) => find('GET', [type]).kind === 'found'),
      ['api', 'apiNoDocumentation'],
    )
  })

  test('writePaths put a field elsewhere for one verb, and leave the others alone', () => {
    const transformations = { stock: { vendorName: 'Stock', fields: [{ path: 'Limit', vendorPath: 'stock.limit' }] } }
    const post: ResourceDocument = { ...resource, method: 'POST', octet: { object: 'stock' } }
    const resources = [post, { ...post, path: '/hubs/crm/stock', octet: { object: 'stock', writePaths: { Limit: 'limit' } } }]
    const write = (path: string) =>
      match({ octet: { version: 1, transformations }, resources }, 'POST', path).transformation?.toVendor({ Limit: '5' }).body
    assert.deepEqual(write('/contacts'), { stock: { limit: '5' } })
    assert.deepEqual(write('/stock'), { limit: '5' })
  })

  test('clears take away what a written field would contradict, and only then', () => {
    const fields = [
      { path: 'State', vendorPath: 'addresses[HOME].region' },
      { path: 'City', vendorPath: 'addresses[HOME].city' },
    ]
    const transformations = { people: { vendorName: 'Person', fields, slots: { addresses: 'kind' } } }
    const patch: ResourceDocument = {
      ...resource,
      method: 'POST',
      octet: { object: 'people', clears: { State: ['addresses[HOME].code'] } },
    }
    const { transformation } = match({ octet: { version: 1, transformations }, resources: [patch] }, 'POST')
    const write = (record: Record<string, unknown>) => transformation?.toVendor(record).body
    assert.deepEqual(write({ State: 'Texas', City: 'Austin' }), {
      addresses: [{ kind: 'HOME', region: 'Texas', city: 'Austin', code: null }],
    })
    assert.deepEqual(write({ City: 'Austin' }), { addresses: [{ kind: 'HOME', city: 'Austin' }] })
    assert.deepEqual(transformation?.toHub({ addresses: [{ kind: 'HOME', code: 'TX' }] }), { State: null, City: null })
  })

  test('a body field that a parameter takes to the path is neither in the body nor ignored', () => {
    const transformations = {
      notes: {
        vendorName: 'Note',
        fields: [
          { path: 'ContactId', vendorPath: 'contact' },
          { path: 'Text', vendorPath: 'text' },
        ],
      },
    }
    const parameters = [{ name: 'ContactId', vendorName: 'contact', type: 'bodyField', vendorType: 'path' }]
    const resources: ResourceDocument[] = [{ ...resource, method: 'POST', parameters, octet: { object: 'notes' } }]
    const { transformation } = match({ octet: { version: 1, transformations }, resources }, 'POST')
    assert.deepEqual(transformation?.toVendor({ ContactId: 1, Text: 'a' }), {
      body: { text: 'a' },
      ignored: [],
      readOnly: [],
      usesCustom: false,
    })
  })

  test('aliases are accepted on write and never read', () => {
    const octet = {
      version: 1,
      values: { colours: { red: 'r' } },
      aliases: { colours: { scarlet: 'r' } },
      transformations: { cars: { vendorName: 'Car', fields: [{ path: 'Colour', vendorPath: 'colour', values: 'colours' }] } },
    } as const
    const { transformation } = match({ octet, resources: [{ ...resource, octet: { object: 'cars' } }] })
    assert.deepEqual(transformation?.toVendor({ Colour: 'scarlet' }).body, { colour: 'r' })
    assert.deepEqual(transformation?.toHub({ colour: 'r' }), { Colour: 'red' })
  })
})

describe('what refers to nothing is an error that names the place', () => {
  const fields = [{ path: 'a', vendorPath: 'a' }]
  const octet = (object: string, transformations: Readonly<Record<string, ObjectTransformation>>) => ({
    octet: { version: 1, transformations } as const,
    resources: [{ ...resource, octet: { object } }],
  })
  const mistakes: [string, Partial<ElementDocument>, RegExp][] = [
    ['a transformation', octet('contacts', {}), /^element example, GET \/hubs\/crm\/contacts: no transformation is named contacts$/],
    [
      'a directory',
      octet('c', { c: { vendorName: 'C', fields, custom: { vendorPath: 'x', id: 'id', value: 'v', prefix: '_', directory: 'd' } } }),
      /transformation C: no directory is named d/,
    ],
    [
      'a directory that a field names',
      octet('c', { c: { vendorName: 'C', fields: [{ path: 'a', vendorPath: 'a', access: 'read', directory: 'd' }] } }),
      /transformation C: no directory is named d/,
    ],
    [
      'a path parameter',
      { resources: [{ ...resource, octet: { pathParameters: { id: { pattern: '.' } } } }] },
      /GET \/hubs\/crm\/contacts: pathParameters names id, which the path does not have/,
    ],
    [
      'paging of an element that has none',
      { octet: { version: 1, directories: { d: { path: '/d', root: 'd', id: 'id', name: 'name', seconds: 1, paging: true } } } },
      /directory d: paging is true, but the element has no paging/,
    ],
    [
      'a value list',
      octet('c', { c: { vendorName: 'C', fields: [{ path: 'a', vendorPath: 'a', values: 'colours' }] } }),
      /transformation C: .*colours/,
    ],
    [
      'aliases of no list',
      {
        ...octet('c', { c: { vendorName: 'C', fields } }),
        octet: { version: 1, aliases: { x: {} }, transformations: { c: { vendorName: 'C', fields } } },
      },
      /octet\.aliases: no value list is named x/,
    ],
    [
      'writePaths',
      {
        octet: { version: 1, transformations: { c: { vendorName: 'C', fields } } },
        resources: [{ ...resource, octet: { object: 'c', writePaths: { b: 'b' } } }],
      },
      /writePaths or clears names b/,
    ],
    [
      'the transformation of an object',
      { octet: { version: 1, objects: { c: { vendorName: 'C', transformation: 'd' } } } },
      /object c: no transformation is named d/,
    ],
    ['a required field', { octet: { version: 1, objects: { c: { vendorName: 'C', required: ['z'] } } } }, /object c: required names z/],
    [
      'the item of a static token',
      { octet: { version: 1, authentication: { staticToken: { configuration: 'pat', prefix: 'x' } } } },
      /no configuration item has the key pat/,
    ],
  ]
  for (const [name, members, message] of mistakes)
    test(name, () => assert.throws(() => compile(members), { name: 'CompileError', message }))
})

test('the fields of an object come from its transformation, and the document may add and override', () => {
  const transformation = {
    vendorName: 'Person',
    fields: [
      { path: 'Id', vendorPath: 'id', type: 'number', access: 'read', filter: 'id' },
      { path: 'Born', vendorPath: 'born', type: 'date' },
    ],
    constants: { Kind: 'Person' },
  } as const
  const contacts = {
    vendorName: 'Person',
    transformation: 'people',
    required: ['Born'],
    fields: [{ vendorPath: 'Id', type: 'number', displayName: 'Number' }],
  }
  const { objects } = compile({ octet: { version: 1, transformations: { people: transformation }, objects: { contacts } } })
  const none = { hidden: false, method: [{ name: 'GET', request: false, response: true }] }
  assert.deepEqual(objects['contacts']?.fields, [
    {
      vendorPath: 'Id',
      type: 'number',
      vendorNativeType: 'number',
      vendorRequired: false,
      vendorReadOnly: true,
      filterable: true,
      displayName: 'Number',
      ...none,
    },
    {
      vendorPath: 'Born',
      type: 'date',
      vendorNativeType: 'date',
      mask: 'yyyy-MM-dd',
      vendorRequired: true,
      vendorReadOnly: false,
      filterable: false,
      ...none,
    },
    {
      vendorPath: 'Kind',
      type: 'string',
      vendorNativeType: 'string',
      vendorRequired: false,
      vendorReadOnly: true,
      filterable: true,
      ...none,
    },
  ])
})

test('each field of an object tells with which of its verbs it goes and comes (contract 5.4)', () => {
  const fields = [
    { vendorPath: 'Id', type: 'number', vendorReadOnly: true },
    { vendorPath: 'Name', type: 'string', hidden: true },
  ]
  const calls = ['PATCH /contacts/{id}', 'GET /contacts', 'POST /contacts', 'DELETE /contacts/{id}', 'PUT /contacts/{id}/photo']
  const resources = calls.map((call) => ({ ...resource, method: call.split(' ')[0]!, path: `/hubs/crm${call.split(' ')[1]}` }))
  const { objects } = compile({ resources, octet: { version: 1, objects: { contacts: { vendorName: 'Person', fields } } } })
  const verbs = (request: boolean) => [
    { name: 'GET', request: false, response: true },
    { name: 'POST', request, response: true },
    { name: 'PATCH', request, response: true },
  ]
  assert.deepEqual(objects['contacts']?.fields, [
    { vendorPath: 'Id', type: 'number', vendorRequired: false, vendorReadOnly: true, hidden: false, method: verbs(false) },
    { vendorPath: 'Name', type: 'string', vendorRequired: false, vendorReadOnly: false, hidden: true, method: verbs(true) },
  ])
})

test('vendor-defined fields of an object are told with their type and the vendor’s word for it', () => {
  const custom = { directory: 'extra', prefix: '_', method: [{ name: 'POST', request: true, response: true }] }
  const flags = { vendorRequired: false, vendorReadOnly: false, filterable: false, hidden: false, method: custom.method }
  assert.deepEqual(describeCustomField(custom, { name: 'Since', type: 'date', vendorType: 'DAY' }), {
    vendorPath: '_Since',
    type: 'date',
    mask: 'yyyy-MM-dd',
    vendorNativeType: 'DAY',
    ...flags,
  })
  assert.deepEqual(describeCustomField(custom, { name: 'Note' }), {
    vendorPath: '_Note',
    type: 'string',
    vendorNativeType: 'string',
    ...flags,
  })
})

test('a root key wraps the request before the bar and unwraps the response after it', () => {
  const halves = ['person|', '|data.items', 'data|data', 'contacts', '|', undefined].map(splitRootKey)
  assert.deepEqual(
    halves.map(({ requestRoot, responseRoot }) => [requestRoot, responseRoot]),
    [
      ['person', undefined],
      [undefined, 'data.items'],
      ['data', 'data'],
      [undefined, 'contacts'],
      [undefined, undefined],
      [undefined, undefined],
    ],
  )
})
