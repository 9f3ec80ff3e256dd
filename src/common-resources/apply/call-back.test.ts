import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ScriptReply, ScriptRequest } from '../../script/messages.ts'
import { createCallBacks, type Secrets } from './call-back.ts'

const secrets: Secrets = { userSecret: 'user+/$&', organizationSecret: 'organization', elementToken: 'element=' }
const within = { bodyBytes: 1000, leftMs: 1000, signal: new AbortController().signal }

function open({ publicUrl, readSecrets = async () => secrets }: { publicUrl?: string; readSecrets?: () => Promise<Secrets> } = {}) {
  const asked: ScriptRequest[] = []
  const openCallBack = createCallBacks({
    publicUrl,
    basePath: '/elements/api-v2',
    dispatch: (path) => ({ isHub: path.startsWith('/elements/api-v2/hubs/crm/'), name: path.split(/[/?]/)[3] ?? '' }),
    readSecrets,
    async answer(request) {
      asked.push(request)
      return { status: 200, headers: {}, body: '{}', isBase64: false }
    },
  })
  const callBack = openCallBack({ organizationId: 1, accountId: 1, userId: 1, instanceId: 5 })
  const { userSecret, organizationSecret, elementInstanceToken, protocol, host, pathPrefix } = callBack.configuration
  const authorization = `User ${userSecret}, Organization ${organizationSecret}, Element ${elementInstanceToken}`
  const ask = (path: string, more: Partial<ScriptRequest> = {}): Promise<ScriptReply> =>
    callBack.ownServer.answer(
      { url: `${protocol}://${host}${pathPrefix}${path}`, method: 'GET', headers: { Authorization: authorization }, ...more },
      within,
    )
  return { callBack, asked, ask, authorization }
}

test('what belongs to this server is known by host and prefix, however scripts put them together', () => {
  const { owns } = open({ publicUrl: 'https://api.example.com:8443/octet' }).callBack.ownServer
  const own = [
    '/octet/elements/api-v2/hubs/crm/x',
    '//octet//elements/api-v2',
    '/octet/elements/api-v2/',
    '/octet/elements/../elements/api-v2/a',
  ]
  for (const path of own) assert.equal(owns(`https://api.example.com:8443${path}`), true, path)
  const others = [
    'https://api.example.com/octet/elements/api-v2',
    'https://api.example.com:8443/elements/api-v2',
    'https://api.example.com:8443/octet/elements/api-v2x',
  ]
  for (const url of [...others, 'https://api.example.com:8443/octet/elements/api-v2/../../metrics', 'https://x.example/', 'nothing', '']) {
    assert.equal(owns(url), false, url)
  }
})

test('without a public URL the host is one that no network knows', () => {
  const { configuration } = open().callBack
  assert.deepEqual(
    [configuration['protocol'], configuration['host'], configuration['pathPrefix']],
    ['https', 'octet.invalid', '/elements/api-v2'],
  )
})

test('stand-ins become the secrets in Authorization alone, and only until the script is done', async () => {
  const { callBack, asked, ask, authorization } = open({ publicUrl: 'https://api.example.com/octet' })
  await ask('//hubs/crm/a?b=1', {
    headers: { AUTHORIZATION: authorization, 'x-mine': authorization, 'X-Forwarded-For': '1.2.3.4', Forwarded: 'for=1.2.3.4' },
  })
  const [first] = asked
  assert.equal(first?.url, '/elements/api-v2/hubs/crm/a?b=1')
  assert.deepEqual(first?.headers, { authorization: 'User user+/$&, Organization organization, Element element=', 'x-mine': authorization })
  callBack.close()
  await ask('/hubs/crm/a')
  assert.equal(asked[1]?.headers['authorization'], authorization)
})

test('with stand-ins the platform is read in part and never changed; other secrets are the script’s own business', async () => {
  const { asked, ask } = open()
  for (const path of ['/users', '/accounts/1', '/authentication/secrets', '/organizations/me', '']) {
    const reply = await ask(path)
    assert.ok('status' in reply && reply.status === 403 && reply.body.includes('/hubs/{hub}/…'), path)
  }
  for (const method of ['POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS']) {
    const reply = await ask('/instances/1', { method })
    assert.ok('status' in reply && reply.status === 403, method)
  }
  assert.equal(asked.length, 0)
  await ask('/instances/1')
  await ask('/hubs/crm/contacts/1', { method: 'DELETE' })
  await ask('/users', { headers: { Authorization: 'User its, Organization own' } })
  assert.deepEqual(
    asked.map(({ method, url }) => `${method} ${url.slice(16)}`),
    ['GET /instances/1', 'DELETE /hubs/crm/contacts/1', 'GET /users'],
  )
})

test('secrets are opened once, when they are needed; who has none is nobody', async () => {
  let opened = 0
  const readSecrets = async () => {
    opened++
    return { ...secrets, userSecret: undefined }
  }
  const { asked, ask, authorization } = open({ readSecrets })
  assert.equal(opened, 0)
  await ask('/hubs/crm/a')
  await ask('/hubs/crm/a')
  assert.equal(opened, 1)
  assert.equal(asked[0]?.headers['authorization'], authorization.replace(/Organization .*/, 'Organization organization, Element element='))
  const broken = open({ readSecrets: () => Promise.reject(new Error('sealed')) })
  assert.deepEqual(await broken.ask('/hubs/crm/a'), { error: 'The request could not be answered', code: 'ECONNRESET' })
})
