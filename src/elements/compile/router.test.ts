import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { CompiledResource } from './compiled.ts'
import { createRouter } from './router.ts'

const resource = (method: string, path: string) => ({ method, path }) as CompiledResource
const found = (router: ReturnType<typeof createRouter>, method: 'GET' | 'PUT', path: string) => {
  const match = router.match(method, path.split('/').slice(1))
  return match.kind === 'found' ? [match.resource.path, match.pathParameters] : match
}

test('a literal segment beats a parameter, and a deeper parameter still gets what the literal cannot answer', () => {
  const router = createRouter([
    resource('GET', '/contacts/{id}'),
    resource('GET', '/contacts/count'),
    resource('GET', '/contacts/{contactId}/notes'),
    resource('GET', '/{objectName}/{objectId}/{child}'),
  ])
  assert.deepEqual(found(router, 'GET', '/contacts/count'), ['/contacts/count', {}])
  assert.deepEqual(found(router, 'GET', '/contacts/7'), ['/contacts/{id}', { id: '7' }])
  assert.deepEqual(found(router, 'GET', '/contacts/7/notes'), ['/contacts/{contactId}/notes', { contactId: '7' }])
  assert.deepEqual(found(router, 'GET', '/contacts/count/tags'), [
    '/{objectName}/{objectId}/{child}',
    { objectName: 'contacts', objectId: 'count', child: 'tags' },
  ])
})

test('a path that exists with other verbs says which', () => {
  const router = createRouter([resource('PATCH', '/contacts/{id}'), resource('DELETE', '/contacts/{key}'), resource('GET', '/contacts')])
  assert.deepEqual(found(router, 'PUT', '/contacts/7'), { kind: 'wrong-method', allowed: ['DELETE', 'PATCH'] })
  assert.deepEqual(found(router, 'PUT', '/leads/7'), { kind: 'none' })
})

test('names that every object has are no resources', () => {
  const router = createRouter([resource('GET', '/contacts')])
  for (const path of ['/constructor', '/__proto__', '/toString']) assert.deepEqual(found(router, 'GET', path), { kind: 'none' })
})

test('a generic route does not count as a resource of that name', () => {
  const router = createRouter([resource('GET', '/{objectName}'), resource('GET', '/accounts')])
  assert.equal(router.hasResource('accounts'), true)
  assert.equal(router.hasResource('users'), false)
})

test('of two resources with one method and path the later answers', () => {
  const later = resource('GET', '/contacts/{key}')
  const match = createRouter([resource('GET', '/contacts/{id}'), later]).match('GET', ['contacts', '7'])
  assert.deepEqual(match, { kind: 'found', resource: later, pathParameters: { key: '7' } })
})
