import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { pino } from 'pino'
import { createError } from '../lib/errors.ts'
import { createHttpServer } from './server.ts'

const server = createHttpServer({
  clock: Date.now,
  trustedProxies: [],
  isReady: () => true,
  log: pino({ level: 'silent' }),
  routes: [{ method: 'GET', path: '/elements', access: 'open', handle: () => ({ body: [] }) }],
  authentication: {
    authenticate: () => {
      throw createError('invalid-secrets')
    },
    authenticateInstance: async () => {
      throw createError('invalid-secrets')
    },
  },
  hub: {
    dispatch: (segments) => (segments[0] === 'elements' ? { kind: 'platform' } : { kind: 'hub', segments }),
    claims: async () => false,
    handle: async () => {
      throw createError('invalid-secrets')
    },
  },
})

const exposed =
  'Elements-Returned-Count, Elements-Total-Count, Elements-Request-Id, Elements-Next-Page-Token, Elements-Trace-Id, Elements-Error, Content-Disposition'
const get = (url: string, headers: Record<string, string> = {}) => server.inject({ method: 'GET', url, headers })

describe('headers for browsers', () => {
  it('trap 24: exposes exactly the documented headers when an Origin was sent, and nothing otherwise', async () => {
    const asked = await get('/elements/api-v2/elements', { origin: 'https://app.example.com' })
    assert.equal(asked.headers['access-control-expose-headers'], exposed)
    assert.equal(asked.headers['access-control-allow-origin'], 'https://app.example.com')
    assert.equal(asked.headers['access-control-allow-credentials'], 'true')
    assert.match(String(asked.headers['elements-request-id']), /^[0-9a-f]{24}$/)
    const plain = await get('/elements/api-v2/elements')
    assert.ok(!Object.keys(plain.headers).some((name) => name.startsWith('access-control-')))
  })

  it('trap 24: sends them with refusals too, or a browser could not read the message', async () => {
    const refused = await get('/elements/api-v2/contacts', { origin: 'https://app.example.com' })
    assert.equal(refused.statusCode, 401)
    assert.equal(refused.headers['access-control-expose-headers'], exposed)
    assert.equal(refused.headers['elements-request-id'], refused.json().requestId)
  })

  it('answers a preflight with 200, echoing the header names that the platform understands', async () => {
    const reply = await server.inject({
      method: 'OPTIONS',
      url: '/elements/api-v2/hubs/crm/contacts',
      headers: {
        origin: 'https://app.example.com',
        'access-control-request-method': 'PATCH',
        'access-control-request-headers': 'authorization,content-type,Elements-Version,source,cookie',
      },
    })
    assert.equal(reply.statusCode, 200)
    assert.equal(reply.body, '')
    assert.match(String(reply.headers['access-control-allow-methods']), /PATCH/)
    assert.equal(reply.headers['access-control-allow-headers'], 'authorization, content-type, Elements-Version, source')
  })

  it('forbids framing of pages, except /elements/api-docs, and adds no such header to the API', async () => {
    assert.equal((await get('/elements/jsp/login.jsp')).headers['x-frame-options'], 'DENY')
    assert.equal((await get('/elements/api-docs')).headers['x-frame-options'], undefined)
    assert.equal((await get('/elements/api-v2/elements')).headers['x-frame-options'], undefined)
  })

  it('lets nobody sniff or store API answers', async () => {
    const { headers } = await get('/elements/api-v2/elements')
    assert.equal(headers['x-content-type-options'], 'nosniff')
    assert.equal(headers['cache-control'], 'no-store')
  })

  it('answers a URL that cannot be decoded with a 400 of the usual form', async () => {
    const reply = await get('/elements/api-v2/elements/%E0%A4%A')
    assert.equal(reply.statusCode, 400)
    assert.equal(reply.json().requestId, reply.headers['elements-request-id'])
  })
})
