import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { compileElement } from '../compile/compile-element.ts'
import { validateDocument } from '../document/validate.ts'
import { compileExtended, extendDocument, lendsSecrets } from './extend-document.ts'

const resource = (path: string, members: object = {}) => ({
  method: 'GET',
  path: `/hubs/crm${path}`,
  vendorMethod: 'GET',
  vendorPath: path,
  ...members,
})
const document = validateDocument({
  key: 'shared',
  name: 'Shared',
  description: 'For tests',
  hub: 'crm',
  authentication: { type: 'oauth2' },
  configuration: [{ name: 'Secret', key: 'oauth.api.secret', type: 'PASSWORD' }],
  resources: [resource('/contacts/{id}'), resource('/users'), resource('/users'), resource('/login', { type: 'onProvision' })],
  objects: [{ name: 'users' }, { name: 'contacts' }],
})
const base = compileElement(document, {
  element: 7,
  configuration: new Map([['oauth.api.secret', 70]]),
  resources: new Map(['/contacts/{id}', '/users', '/users #2', '/login'].map((path, at) => [`GET /hubs/crm${path}`, 700 + at])),
})
const own = (path: string, members: object = {}) => resource(path, { id: 1000, ownerAccountId: 1234, vendorPath: '/own', ...members })

describe('an extension', () => {
  test('overrides by method and path, in place, once; the rest follows', () => {
    const extended = extendDocument(document, {
      resources: [own('/more'), own('/users')],
      objects: [
        { id: 5, name: 'users' },
        { id: 6, name: 'more' },
      ],
    })
    assert.deepEqual(
      extended.resources.map(({ path, vendorPath }) => [path.slice(9), vendorPath]),
      [
        ['/contacts/{id}', '/contacts/{id}'],
        ['/users', '/own'],
        ['/login', '/login'],
        ['/more', '/own'],
      ],
    )
    assert.deepEqual(
      extended.objects?.map(({ id, name }) => [id, name]),
      [
        [5, 'users'],
        [undefined, 'contacts'],
        [6, 'more'],
      ],
    )
    assert.equal(extended.extended, true)
  })

  test("is compiled over the shared base: the system's resources are the same objects, with their ids", () => {
    const extended = compileExtended(base, { resources: [own('/users'), own('/{objectName}/{id}')] })
    const find = (element: typeof base, ...segments: string[]) => {
      const match = element.match('GET', segments)
      return match.kind === 'found' ? match.resource : undefined
    }
    assert.equal(find(extended, 'contacts', '1'), find(base, 'contacts', '1'))
    assert.equal(find(extended, 'contacts', '1')?.id, 700)
    assert.deepEqual([find(extended, 'users')?.id, find(extended, 'users')?.vendorPath], [1000, '/own'])
    assert.equal(find(extended, 'leads', '1')?.id, 1000)
    assert.deepEqual(extended.resourcesOfType('onProvision'), base.resourcesOfType('onProvision'))
    assert.equal(find(base, 'leads', '1'), undefined)
  })

  test('can override what is no client call', () => {
    const { resourcesOfType } = compileExtended(base, { resources: [own('/login', { type: 'onProvision' })] })
    assert.deepEqual(
      resourcesOfType('onProvision').map(({ id }) => id),
      [1000],
    )
  })

  test('does not get the secrets that the server lends, but everything else', () => {
    const defaults = { 'oauth.api.secret': 'lent', 'base.url': 'https://vendor.example' }
    assert.deepEqual([lendsSecrets(base, defaults), lendsSecrets(base, { 'base.url': 'x' }), lendsSecrets(base)], [true, false, false])
    assert.deepEqual(compileExtended(base, { resources: [own('/users')] }, defaults).defaults, {
      'oauth.api.secret': null,
      'base.url': 'https://vendor.example',
    })
  })
})
