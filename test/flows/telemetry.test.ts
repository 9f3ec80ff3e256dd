/** What operators see from outside: meters for Prometheus, traces for OpenTelemetry, and nothing of either when they are off. */
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import { after, before, describe, it } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { createEgress } from '../../src/lib/egress.ts'
import { startTelemetry } from '../../src/telemetry/telemetry.ts'
import type { WatchedCall } from '../../src/telemetry/watcher.ts'
import { createTestApp, type Reply, type TestApp } from '../app.ts'
import { openRunner } from '../script-runner.ts'

const metricsToken = 'scrape-0123456789abcdef'

describe('meters', () => {
  let test: TestApp
  before(async () => {
    test = await createTestApp({ config: { metricsToken } })
  })
  after(() => test.close())

  const scrape = (authorization: string | undefined = `Bearer ${metricsToken}`, path = '/metrics') =>
    fetch(`${test.url}${path}`, authorization === '' ? {} : { headers: { authorization } })
  const read = async () => {
    const reply = await scrape()
    assert.equal(reply.status, 200)
    return reply.text()
  }
  const countOf = (page: string, series: string) => {
    const line = page.split('\n').find((one) => one.startsWith(`${series} `))
    return line === undefined ? undefined : Number(line.split(' ').at(-1))
  }

  it('are for who knows the token, and stand beside the API', async () => {
    for (const authorization of [
      '',
      'Bearer wrong',
      `Basic ${metricsToken}`,
      `Bearer ${metricsToken}x`,
      `${test.user}, ${test.organization}`,
    ]) {
      const reply = await scrape(authorization)
      assert.equal(reply.status, 401, authorization)
      assert.equal(reply.headers.get('www-authenticate'), 'Bearer')
      assert.match(await reply.text(), /OCTET_METRICS_TOKEN/)
    }
    assert.match((await scrape()).headers.get('content-type') ?? '', /^text\/plain; version=/)
    assert.equal((await scrape(undefined, '/elements/api-v2/metrics')).status, 401, 'below the API it is no name of this page')
  })

  it('count calls, exchanges and what stands, with names of the catalog alone', async () => {
    const hub = await test.connect({ name: 'Very Private Name' })
    const before = await read()
    assert.equal((await hub.call('GET', '/hubs/crm/contacts?pageSize=1')).status, 200)
    assert.equal((await hub.call('GET', '/hubs/crm/contacts/999999')).status, 404)
    const page = await read()
    const grown = (series: string) => (countOf(page, series) ?? 0) - (countOf(before, series) ?? 0)
    assert.equal(grown('octet_hub_calls_total{element="infusionsoftcrm",hub="crm",status="2xx"}'), 1)
    assert.equal(grown('octet_hub_calls_total{element="infusionsoftcrm",hub="crm",status="4xx"}'), 1)
    assert.equal(grown('octet_hub_call_duration_seconds_count{hub="crm"}'), 2)
    assert.ok(grown('octet_vendor_exchanges_total{method="GET",outcome="2xx"}') >= 1)
    assert.ok(grown('octet_vendor_exchanges_total{method="GET",outcome="4xx"}') >= 1)
    assert.ok(grown('octet_vendor_exchange_duration_seconds_count{method="GET"}') >= 2)
    assert.ok(countOf(page, 'octet_usage_pending')! >= 0)
    assert.equal(countOf(page, 'octet_scripts{state="waiting"}'), 0)
    assert.ok(countOf(page, 'octet_database_connections{pool="work",state="idle"}')! >= 1)
    for (const name of ['nodejs_eventloop_lag_seconds', 'process_cpu_seconds_total', 'octet_usage_lost_total'])
      assert.match(page, new RegExp(`^${name} `, 'm'))
    assert.doesNotMatch(page, /Very Private|127\.0\.0\.1|contacts/)
  })

  it('count renewals of tokens by what came of them', async () => {
    const hub = await test.connect()
    const expire = (which: string) =>
      fetch(`${test.keap.url}/_simulator/tokens/expire`, {
        ...{ method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ which }) },
      })
    await expire('access')
    assert.equal((await hub.call('GET', '/hubs/crm/contacts?pageSize=1')).status, 200)
    await expire('all')
    assert.equal((await hub.call('GET', '/hubs/crm/contacts?pageSize=1')).status, 401)
    const page = await read()
    assert.equal(countOf(page, 'octet_token_renewals_total{outcome="renewed"}'), 1)
    assert.equal(countOf(page, 'octet_token_renewals_total{outcome="refused"}'), 1)
  })

  it('tell how many entries a kill would lose', async () => {
    const hub = await test.connect()
    await hub.call('GET', '/hubs/crm/contacts/30')
    assert.ok(countOf(await read(), 'octet_usage_pending')! >= 1)
    await sleep(1500)
    assert.equal(countOf(await read(), 'octet_usage_pending'), 0)
  })
})

interface ReceivedSpan {
  readonly traceId: string
  readonly spanId: string
  readonly parentSpanId?: string
  readonly name: string
  readonly kind: number
  readonly status: { readonly code?: number }
  readonly attributes: Readonly<Record<string, unknown>>
}

/** A receiver of OTLP over HTTP on loopback. */
async function startReceiver() {
  const spans: ReceivedSpan[] = []
  const texts: string[] = []
  const headers: IncomingHttpHeaders[] = []
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const text = Buffer.concat(chunks).toString()
    texts.push(text)
    headers.push(request.headers)
    for (const { scopeSpans, resource } of JSON.parse(text).resourceSpans) {
      for (const span of scopeSpans.flatMap((scope: { spans: object[] }) => scope.spans))
        spans.push({ ...span, attributes: readAttributes([...span.attributes, ...resource.attributes]) })
    }
    response.setHeader('content-type', 'application/json').end('{}')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  const wait = async (isThere: () => boolean) => {
    const deadline = Date.now() + 5000
    while (!isThere() && Date.now() < deadline) await sleep(50)
    assert.ok(isThere(), JSON.stringify(spans, null, 1))
  }
  return { url: `http://127.0.0.1:${port}`, spans, texts, headers, wait, close: () => server.closeAllConnections() ?? server.close() }
}

function readAttributes(list: readonly { key: string; value: Record<string, unknown> }[]) {
  return Object.fromEntries(list.map(({ key, value }) => [key, value['stringValue'] ?? Number(value['intValue'])]))
}

describe('traces', () => {
  let receiver: Awaited<ReturnType<typeof startReceiver>>
  let test: TestApp
  before(async () => {
    receiver = await startReceiver()
    const telemetry = {
      endpoint: receiver.url,
      headers: { 'x-key': 'receiver-key' },
      serviceName: 'hub-test',
      share: 1,
      tellsVendors: false,
    }
    test = await createTestApp({ config: { telemetry } })
  })
  after(async () => {
    await test.close()
    receiver.close()
  })
  /** The span of a call, and all of its trace. */
  const findTrace = async (reply: Reply) => {
    const id = reply.headers.get('elements-request-id')
    const find = () => receiver.spans.find(({ attributes }) => attributes['octet.request_id'] === id)
    await receiver.wait(() => find() !== undefined)
    const call = find()!
    return { call, all: receiver.spans.filter(({ traceId }) => traceId === call.traceId) }
  }

  it('have a span for the call within the trace of the client, and one for each exchange with the vendor', async () => {
    const hub = await test.connect()
    const [traceId, parent] = [randomBytes(16).toString('hex'), randomBytes(8).toString('hex')]
    const headers = { traceparent: `00-${traceId}-${parent}-01`, tracestate: 'vendor=1' }
    const called = await hub.call('GET', '/hubs/crm/contacts?pageSize=1&where=FirstName%3D%27Hush%27', { headers })
    assert.equal(called.status, 200)
    const { call, all } = await findTrace(called)
    assert.deepEqual([call.traceId, call.parentSpanId, call.kind, call.name], [traceId, parent, 2, 'GET hub call'])
    const { 'octet.instance_id': id, ...attributes } = call.attributes
    assert.equal(id, hub.id)
    assert.deepEqual(attributes, {
      ...{ 'http.request.method': 'GET', 'octet.request_id': called.headers.get('elements-request-id'), 'http.response.status_code': 200 },
      ...{ 'octet.element': 'infusionsoftcrm', 'octet.hub': 'crm', 'http.route': '/contacts', 'service.name': 'hub-test' },
    })
    const exchange = all.find(({ kind }) => kind === 3)!
    assert.deepEqual([exchange.traceId, exchange.parentSpanId, exchange.name], [traceId, call.spanId, 'GET'])
    assert.equal(exchange.attributes['server.address'], '127.0.0.1')
    assert.equal(exchange.attributes['http.response.status_code'], 200)
    assert.ok(receiver.headers.every((one) => one['x-key'] === 'receiver-key'))
    const secrets = [test.user.slice(5), test.organization.slice(13), hub.token, 'Hush', 'octet-demo-secret', 'pageSize']
    for (const secret of secrets) assert.ok(!receiver.texts.some((text) => text.includes(secret)), secret)
  })

  it('begin here where the client has none, or one that cannot be read', async () => {
    const hub = await test.connect()
    const traces = new Set<string>()
    const broken = ['garbage', `00-${'0'.repeat(32)}-${'1'.repeat(16)}-01`, `ff-${'1'.repeat(32)}-${'1'.repeat(16)}-01`]
    for (const headers of [{}, ...broken.map((traceparent) => ({ traceparent }))]) {
      const { call } = await findTrace(await hub.call('GET', '/nonsense', { headers }))
      assert.ok(!call.parentSpanId)
      traces.add(call.traceId)
    }
    assert.equal(traces.size, 4)
  })

  it('leave out what the client does not want traced', async () => {
    const hub = await test.connect()
    const traceId = randomBytes(16).toString('hex')
    await hub.call('GET', '/hubs/crm/contacts/30', { headers: { traceparent: `00-${traceId}-${'2'.repeat(16)}-00` } })
    await findTrace(await hub.call('GET', '/hubs/crm/contacts/31'))
    assert.ok(!receiver.spans.some((span) => span.traceId === traceId))
  })

  it('show a renewal of tokens within the call that needed it, and the exchange with the token endpoint within that', async () => {
    const hub = await test.connect()
    await fetch(`${test.keap.url}/_simulator/tokens/expire`, {
      ...{ method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ which: 'access' }) },
    })
    const called = await hub.call('GET', '/hubs/crm/contacts?pageSize=1')
    assert.equal(called.status, 200)
    const { call, all } = await findTrace(called)
    const renewals = all.filter(({ name }) => name === 'renew token')
    assert.deepEqual(
      renewals.map(({ parentSpanId, attributes }) => [parentSpanId, attributes['octet.outcome']]),
      [[call.spanId, 'renewed']],
    )
    const within = all.filter(({ parentSpanId }) => parentSpanId === renewals[0]!.spanId)
    assert.deepEqual(
      within.map(({ name, kind }) => [name, kind]),
      [['POST', 3]],
    )
    const statuses = all
      .filter(({ parentSpanId, kind }) => parentSpanId === call.spanId && kind === 3)
      .map(({ attributes }) => attributes['http.response.status_code'])
    assert.deepEqual([...new Set(statuses)], [401, 200])
  })

  it('mark what failed: the exchange with the vendor, and not the call whose client asked for what is not there', async () => {
    const hub = await test.connect()
    const { call, all } = await findTrace(await hub.call('GET', '/hubs/crm/contacts/999999'))
    assert.notEqual(call.status.code, 2)
    assert.equal(all.find(({ kind }) => kind === 3)!.status.code, 2)
  })
})

describe('vendors', () => {
  const ask = async (tellsVendors: boolean) => {
    const seen: IncomingHttpHeaders[] = []
    const vendor = createServer((request, response) => {
      seen.push(request.headers)
      response.end('{}')
    })
    await new Promise<void>((resolve) => vendor.listen(0, '127.0.0.1', resolve))
    const { port } = vendor.address() as { port: number }
    const receiver = await startReceiver()
    const telemetry = await startTelemetry({
      meters: undefined,
      tracing: { endpoint: receiver.url, headers: {}, serviceName: 'octet', share: 1, tellsVendors },
    })
    const egress = telemetry.watchEgress(createEgress({ allowHosts: ['127.0.0.1'] }))
    const response = await egress.send({ method: 'GET', url: `http://127.0.0.1:${port}/path?secret=hush`, headers: { accept: '*/*' } })
    await response.discard()
    await assert.rejects(egress.send({ method: 'GET', url: 'http://127.0.0.1:1/', headers: {} }))
    await egress.close()
    vendor.close()
    await telemetry.stop()
    receiver.close()
    return { seen, receiver }
  }

  it('are not told of traces, unless the operator says so', async () => {
    const { seen, receiver } = await ask(false)
    assert.deepEqual(
      Object.keys(seen[0]!).filter((name) => name.startsWith('trace')),
      [],
    )
    assert.equal(receiver.spans.length, 2, 'stopping sends what is waiting')
    assert.equal(receiver.spans[1]!.attributes['error.type'], 'vendor-unreachable')
    assert.ok(!receiver.texts.join().includes('hush'))
  })

  it('are told of the trace and the span of their exchange when the operator says so', async () => {
    const { seen, receiver } = await ask(true)
    const { traceId, spanId } = receiver.spans[0]!
    assert.equal(seen[0]!['traceparent'], `00-${traceId}-${spanId}-01`)
  })
})

describe('requests of scripts', () => {
  it('belong to the call that ran the script, whoever started its thread', async (t) => {
    const vendor = createServer((_request, response) => response.end('{}'))
    await new Promise<void>((resolve) => vendor.listen(0, '127.0.0.1', resolve))
    const { port } = vendor.address() as { port: number }
    const receiver = await startReceiver()
    t.after(() => {
      vendor.closeAllConnections()
      vendor.close()
      receiver.close()
    })
    const tracing = { endpoint: receiver.url, headers: {}, serviceName: 'octet', share: 1, tellsVendors: false }
    const telemetry = await startTelemetry({ meters: undefined, tracing })
    const egress = telemetry.watchEgress(createEgress({ allowHosts: ['127.0.0.1'] }))
    const { run } = openRunner(t, { egress })
    const body = `require('axios').get('http://127.0.0.1:${port}/').then(() => done({}))`
    const call = telemetry.watchCalls(({ accountId }: WatchedCall & { accountId: number }) => run(body, { accountId }))
    const ask = (id: string, accountId: number) =>
      call({ requestId: id, method: 'GET', traceparent: `00-${id.repeat(32)}-${id.repeat(16)}-01`, tracestate: undefined, accountId })
    await ask('a', 1)
    await Promise.all([ask('b', 2), ask('c', 3), ask('d', 4)])
    await egress.close()
    await telemetry.stop()
    const traces = receiver.spans.filter(({ kind }) => kind === 3).map(({ traceId }) => traceId[0])
    assert.deepEqual(traces.toSorted(), ['a', 'b', 'c', 'd'])
  })
})

describe('where nobody watches', () => {
  it('nothing is wrapped, no package is loaded, and there is no page', async () => {
    const telemetry = await startTelemetry({ meters: undefined, tracing: undefined })
    const egress = createEgress({ allowHosts: [] })
    assert.equal(telemetry.watchEgress(egress), egress)
    const work = async () => 1
    assert.equal(telemetry.watchCalls(work), work)
    const record = () => {}
    assert.equal(telemetry.watchAnswers(record), record)
    assert.equal(telemetry.watchRenewal, undefined)
    await egress.close()
    const test = await createTestApp()
    assert.equal((await fetch(`${test.url}/metrics`, { headers: { authorization: 'Bearer ' } })).status, 404)
    await test.close()
  })
})
