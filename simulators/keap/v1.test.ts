// Groups 6 and 9: v1 lists, and REST hooks with their handshake, batches, retries and end.
import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type TestContext, test } from 'node:test'
import type { KeapOptions } from './keap.ts'
import { createCaller, login, startFor } from './test-client.ts'

type Item = Record<string, unknown>

async function start(t: TestContext, options: Partial<KeapOptions> = {}) {
  const keap = await startFor(t, options)
  return { keap, call: createCaller(keap.url, (await login(keap.url)).access_token) }
}

test('a v1 list tells the total and always has next and previous, also when it is empty', async (t) => {
  const { keap, call } = await start(t)
  const first = (await call('GET', '/v1/contacts?limit=10')).body
  assert.deepEqual([(first['contacts'] as Item[]).length, first['count']], [10, 36])
  assert.equal(first['next'], `${keap.url}/crm/rest/v1/contacts?limit=10&offset=10`)
  assert.equal(first['previous'], `${keap.url}/crm/rest/v1/contacts?limit=10&offset=0`)
  const beyond = (await call('GET', '/v1/contacts?limit=10&offset=40')).body
  assert.deepEqual([beyond['contacts'], beyond['count']], [[], 36])
  assert.match(String(beyond['next']), /offset=50$/)
  assert.equal((await call('GET', '/v1/contacts?limit=1001')).status, 400)
})

test('v1 has integer ids, null for what is missing, times with +0000, and shows optional properties only when asked', async (t) => {
  const { call } = await start(t)
  const [plain] = (await call('GET', '/v1/contacts?limit=1&offset=10')).body['contacts'] as Item[]
  assert.deepEqual([plain?.['id'], plain?.['middle_name'], plain?.['ScoreValue']], [11, null, null])
  assert.equal(plain?.['date_created'], '2024-03-15T21:30:00.000+0000')
  assert.ok(plain && !('custom_fields' in plain) && !('job_title' in plain))
  const { body } = await call('GET', '/v1/contacts/1?optional_properties=custom_fields,job_title')
  assert.equal(body['job_title'], 'Buyer')
  assert.equal(typeof (body['custom_fields'] as Item[])[0]?.['id'], 'number')
})

test('v1 contacts filter by e-mail, name and time, and order both ways', async (t) => {
  const { call } = await start(t)
  const ids = async (query: string) => ((await call('GET', `/v1/contacts?${query}`)).body['contacts'] as Item[]).map((item) => item['id'])
  assert.deepEqual(await ids('given_name=Mary'), [16, 32])
  assert.deepEqual(await ids('email=mary.delgado.16@ab123.example.com'), [16])
  assert.deepEqual(await ids('since=2024-03-16T21:30:00.000Z&order=id&order_direction=DESCENDING'), [36, 35])
  assert.equal((await call('GET', '/v1/contacts?since=yesterday')).status, 400)
  assert.equal((await call('GET', '/v1/contacts?order=shoe_size')).status, 400)
})

test('the other v1 lists page alike; tasks, products and appointments carry a sync_token', async (t) => {
  const { call } = await start(t)
  for (const name of ['companies', 'tasks', 'products', 'users', 'appointments']) {
    const { body } = await call('GET', `/v1/${name}?limit=2`)
    assert.equal((body[name] as Item[]).length, 2, name)
    assert.ok(Number(body['count']) > 2 && body['next'] && body['previous'], name)
    assert.equal('sync_token' in body, ['tasks', 'products', 'appointments'].includes(name), name)
  }
})

interface Delivery {
  event_key: string
  object_type: string
  object_keys: { id: number; apiUrl: string; timestamp: string }[]
}

/** A receiver: echoes secrets, keeps deliveries, answers them with `status`. */
async function receive(t: TestContext) {
  const receiver = { url: '', status: 200, echo: true, secrets: [] as string[], deliveries: [] as Delivery[], headers: [] as string[][] }
  const server = createServer(async (request, response) => {
    let text = ''
    for await (const chunk of request) text += String(chunk)
    const secret = request.headers['x-hook-secret']
    if (typeof secret === 'string') {
      receiver.secrets.push(secret)
      response.writeHead(200, receiver.echo ? { 'x-hook-secret': secret } : {}).end()
      return
    }
    receiver.deliveries.push(JSON.parse(text) as Delivery)
    receiver.headers.push(Object.keys(request.headers))
    response.writeHead(receiver.status).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.after(() => {
    server.close()
    server.closeAllConnections()
  })
  receiver.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/secret-path`
  return receiver
}

async function until(what: string, condition: () => boolean | Promise<boolean>): Promise<void> {
  const end = Date.now() + 10_000
  while (!(await condition())) {
    assert.ok(Date.now() < end, `never happened: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

const pauses = { hookDelayMs: 20, hookRetryMs: [10, 20, 30] }

test('a hook is verified by the echo of its secret, and delivers nothing before', async (t) => {
  const { call } = await start(t, pauses)
  const receiver = await receive(t)
  receiver.echo = false
  const made = (await call('POST', '/v1/hooks', { eventKey: 'contact.edit', hookUrl: receiver.url })).body
  assert.equal(made['status'], 'Unverified')
  await until('handshake', () => receiver.secrets.length === 1)
  await call('PATCH', '/v2/contacts/1', { job_title: 'unseen' })
  assert.equal((await call('POST', `/v1/hooks/${made['key']}/verify`)).body['status'], 'Unverified')
  receiver.echo = true
  assert.equal((await call('POST', `/v1/hooks/${made['key']}/verify`)).body['status'], 'Verified')
  await call('PATCH', '/v2/contacts/2', { job_title: 'seen' })
  await until('delivery', () => receiver.deliveries.length === 1)
  assert.deepEqual(
    receiver.deliveries[0]?.object_keys.map((each) => each.id),
    [2],
  )
})

test('a hook can be verified later, with the secret it was sent', async (t) => {
  const { keap, call } = await start(t, pauses)
  const receiver = await receive(t)
  receiver.echo = false
  const { key } = (await call('POST', '/v1/hooks', { eventKey: 'contact.add', hookUrl: receiver.url })).body
  await until('handshake', () => receiver.secrets.length === 1)
  const later = async (secret: string) => {
    const { access_token } = await login(keap.url)
    const headers = { authorization: `Bearer ${access_token}`, 'x-hook-secret': secret }
    return fetch(`${keap.url}/crm/rest/v1/hooks/${String(key)}/delayedVerify`, { method: 'POST', headers })
  }
  assert.equal((await later('wrong')).status, 400)
  assert.equal(((await (await later(receiver.secrets[0] ?? '')).json()) as Item)['status'], 'Verified')
})

test('changes of one kind come in batches: ids only, no signature', async (t) => {
  const { call } = await start(t, { ...pauses, hookBatch: 2 })
  const receiver = await receive(t)
  const { key } = (await call('POST', '/v1/hooks', { eventKey: 'opportunity.stage_move', hookUrl: receiver.url })).body
  await call('POST', `/v1/hooks/${key}/verify`)
  for (const id of [1, 2, 3]) await call('PATCH', `/v2/opportunities/${id}`, { stage_id: '26' })
  await until('three deliveries', () => receiver.deliveries.flatMap((each) => each.object_keys).length === 3)
  assert.deepEqual(
    receiver.deliveries.flatMap((each) => each.object_keys.map((item) => item.id)),
    [1, 2, 3],
  )
  assert.ok(receiver.deliveries.every((each) => each.object_keys.length <= 2))
  assert.deepEqual([receiver.deliveries[0]?.event_key, receiver.deliveries[0]?.object_type], ['opportunity.stage_move', 'opportunity'])
  assert.ok(!receiver.headers.flat().some((name) => name.includes('signature')))
})

test('a failing receiver is tried four times and then the hook is inactive until it is verified again', async (t) => {
  const { call } = await start(t, pauses)
  const receiver = await receive(t)
  const { key } = (await call('POST', '/v1/hooks', { eventKey: 'task.edit', hookUrl: receiver.url })).body
  await call('POST', `/v1/hooks/${key}/verify`)
  receiver.status = 500
  await call('PATCH', '/v2/tasks/1', { title: 'x' })
  await until('inactive', async () => (await call('GET', `/v1/hooks/${key}`)).body['status'] === 'Inactive')
  assert.equal(receiver.deliveries.length, 4)
  receiver.status = 200
  await call('POST', `/v1/hooks/${key}/verify`)
  await call('PATCH', '/v2/tasks/2', { title: 'x' })
  await until('delivery', () => receiver.deliveries.at(-1)?.object_keys[0]?.id === 2)
})

test('410 makes a hook inactive at once', async (t) => {
  const { call } = await start(t, pauses)
  const receiver = await receive(t)
  const { key } = (await call('POST', '/v1/hooks', { eventKey: 'task.edit', hookUrl: receiver.url })).body
  await call('POST', `/v1/hooks/${key}/verify`)
  receiver.status = 410
  await call('PATCH', '/v2/tasks/1', { title: 'x' })
  await until('inactive', async () => (await call('GET', `/v1/hooks/${key}`)).body['status'] === 'Inactive')
  assert.equal(receiver.deliveries.length, 1)
})

test('hooks are listed, changed and deleted; unknown events are refused; other tenants do not see them', async (t) => {
  const { keap, call } = await start(t, pauses)
  const receiver = await receive(t)
  assert.ok(((await call('GET', '/v1/hooks/event_keys')).body as unknown as string[]).includes('contact.redact'))
  assert.equal((await call('POST', '/v1/hooks', { eventKey: 'user.delete', hookUrl: receiver.url })).status, 400)
  const { key } = (await call('POST', '/v1/hooks', { eventKey: 'note.add', hookUrl: receiver.url })).body
  const changed = await call('PUT', `/v1/hooks/${key}`, { eventKey: 'note.edit', hookUrl: receiver.url })
  assert.deepEqual([changed.body['eventKey'], changed.body['status']], ['note.edit', 'Unverified'])
  const other = createCaller(keap.url, (await login(keap.url, 'cd456.infusionsoft.com/1')).access_token)
  assert.equal((await other('GET', `/v1/hooks/${key}`)).status, 404)
  assert.equal((await call('DELETE', `/v1/hooks/${key}`)).status, 204)
  assert.deepEqual((await call('GET', '/v1/hooks')).body, [])
})
