// The event log and webhooks: what happened, newest first, by cursor; signed deliveries, tried again.
import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type TestContext, test } from 'node:test'
import { createCaller, type Json, startFor } from './test-client.ts'

test('creating, updating and deleting leave events, newest first; an update tells what changed and what was before', async (t) => {
  const { url } = await startFor(t)
  const call = createCaller(url)
  const lead = (await call('POST', '/lead/', { name: 'One' })).body['id']
  await call('PUT', `/lead/${lead}/`, { name: 'Two' })
  await call('DELETE', `/lead/${lead}/`)
  const { data } = await call('GET', `/event/?object_type=lead&object_id=${lead}`)
  assert.deepEqual(
    data.map((each) => each['action']),
    ['deleted', 'updated', 'created'],
  )
  const [, updated = {}] = data
  const {
    changed_fields: changed,
    data: after,
    previous_data: before,
  } = updated as unknown as { changed_fields: string[]; data: Json; previous_data: Json }
  assert.ok(changed.includes('name') && !changed.includes('url'))
  assert.deepEqual([after['name'], before['name']], ['Two', 'One'])
  assert.deepEqual(updated['meta'], { request_path: `/api/v1/lead/${lead}/`, request_method: 'PUT' })
  assert.equal((await call('GET', `/event/${updated['id']}/`)).body['id'], updated['id'])
})

test('lead_id finds what happened to everything on a lead; deleting it tells of each record', async (t) => {
  const { url } = await startFor(t)
  const call = createCaller(url)
  const task = (await call('GET', '/task/?_limit=1')).data[0]
  await call('DELETE', `/lead/${task?.['lead_id']}/`)
  const types = (await call('GET', `/event/?lead_id=${task?.['lead_id']}`)).data.map((each) => each['object_type'])
  assert.ok(
    ['lead', 'contact', 'task.lead'].every((each) => types.includes(each)),
    types.join(),
  )
})

test('pages hold fifty at most and go on by cursor, older and newer', async (t) => {
  const { url } = await startFor(t)
  const call = createCaller(url)
  for (let at = 0; at < 60; at += 1) await call('POST', '/lead/', { name: `Lead ${at}` })
  const first = await call('GET', '/event/?_limit=100')
  assert.deepEqual([first.data.length, first.body['cursor_previous']], [50, null])
  const second = await call('GET', `/event/?_cursor=${first.body['cursor_next']}`)
  assert.deepEqual([second.data.length, second.body['cursor_next']], [10, null])
  const back = await call('GET', `/event/?_cursor=${second.body['cursor_previous']}`)
  assert.deepEqual(back.data, first.data)
})

test('events are filtered by time; an action alone is no filter', async (t) => {
  let now = Date.UTC(2026, 2, 4)
  const { url } = await startFor(t, { now: () => now })
  const call = createCaller(url)
  await call('POST', '/lead/', { name: 'Early' })
  now += 60_000
  await call('POST', '/lead/', { name: 'Late' })
  const late = await call('GET', '/event/?object_type=lead&date_updated__gte=2026-03-04T00:01:00')
  assert.deepEqual(
    late.data.map((each) => (each['data'] as Json)['name']),
    ['Late'],
  )
  assert.equal((await call('GET', '/event/?action=created')).status, 400)
})

interface Delivery {
  headers: IncomingHttpHeaders
  body: string
}

async function receive(t: TestContext, statuses: number[]) {
  const deliveries: Delivery[] = []
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += String(chunk)
    response.writeHead(statuses[deliveries.length] ?? 200).end()
    deliveries.push({ headers: request.headers, body })
    server.emit('delivered')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => server.close())
  const wait = async (count: number) => {
    while (deliveries.length < count) await once(server, 'delivered')
    return deliveries
  }
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, wait }
}

test('a webhook is made with 201 and its key, and delivers what it subscribed to, signed over timestamp and body', async (t) => {
  const receiver = await receive(t, [])
  const { url } = await startFor(t, { hookDelayMs: 1 })
  const call = createCaller(url)
  const events = [{ object_type: 'contact', action: 'updated' }]
  const made = await call('POST', '/webhook/', { url: receiver.url, events })
  assert.equal(made.status, 201)
  assert.equal((await call('GET', `/webhook/${made.body['id']}/`)).body['signature_key'], undefined)
  const contact = (await call('POST', '/contact/', { name: 'x' })).body['id']
  await call('PUT', `/contact/${contact}/`, { title: 'CEO' })
  const [delivery] = await receiver.wait(1)
  const { event, subscription_id } = JSON.parse(delivery?.body ?? '') as { event: Json; subscription_id: string }
  assert.deepEqual([subscription_id, event['action'], event['object_id']], [made.body['id'], 'updated', contact])
  const { 'close-sig-timestamp': timestamp, 'close-sig-hash': hash } = delivery?.headers ?? {}
  const key = Buffer.from(String(made.body['signature_key']), 'hex')
  assert.equal(hash, createHmac('sha256', key).update(`${timestamp}${delivery?.body}`).digest('hex'))
})

test('a failing receiver is tried again, and its subscription paused in the end', async (t) => {
  const receiver = await receive(t, [500, 500, 500])
  const { url } = await startFor(t, { hookDelayMs: 1, hookRetryMs: [1, 1] })
  const call = createCaller(url)
  const hook = (await call('POST', '/webhook/', { url: receiver.url, events: [{ object_type: 'lead', action: 'created' }] })).body['id']
  await call('POST', '/lead/', { name: 'x' })
  await receiver.wait(3)
  const status = async () => (await call('GET', `/webhook/${hook}/`)).body['status']
  while ((await status()) === 'active') await new Promise((resolve) => setTimeout(resolve, 5))
  assert.equal(await status(), 'paused')
})

test('webhooks need events and a URL, are listed, changed and deleted', async (t) => {
  const { url } = await startFor(t)
  const call = createCaller(url)
  assert.equal((await call('POST', '/webhook/', {})).status, 400)
  const hook = (await call('POST', '/webhook/', { url: 'http://127.0.0.1:1/', events: [{ object_type: 'lead', action: 'created' }] })).body[
    'id'
  ]
  assert.equal((await call('GET', '/webhook/')).data.length, 1)
  assert.equal((await call('PUT', `/webhook/${hook}/`, { status: 'paused' })).body['status'], 'paused')
  assert.equal((await call('DELETE', `/webhook/${hook}/`)).status, 200)
  assert.equal((await call('GET', `/webhook/${hook}/`)).status, 404)
})
