import assert from 'node:assert/strict'
import { it } from 'node:test'
import { describeElement } from '../../../test/call-instance.ts'
import type { QuotaDocument } from '../document/octet.ts'
import { compileQuotas } from './compile-quotas.ts'

const compile = (...quotas: Partial<QuotaDocument>[]) =>
  compileQuotas(
    describeElement([], {
      octet: {
        version: 1,
        limits: { quotas: quotas.map((quota) => ({ name: 'burst', scope: 'instance', permits: 100, seconds: 10, ...quota })) },
      },
    }),
  )!
const now = Date.UTC(2026, 10, 24)

it('an element without quotas has none to look at', () => {
  assert.equal(compileQuotas(describeElement([])), undefined)
})

it('counts every call, or those to its paths and of its verbs, whatever path the base URL has', () => {
  const [all] = compile({})
  assert.ok(all!.counts('PATCH', '/anything'))
  const [some] = compile({ paths: ['/objects/*/search', '/batch/**'], methods: ['POST'] })
  const cases: [string, string, boolean][] = [
    ['POST', '/objects/contacts/search', true],
    ['POST', '/crm/v3/objects/contacts/search', true],
    ['GET', '/objects/contacts/search', false],
    ['POST', '/objects/search', false],
    ['POST', '/objects/contacts/search/more', false],
    ['POST', '/myobjects/contacts/search', false],
    ['POST', '/objects//search', false],
    ['POST', '/v1/batch', true],
    ['POST', '/v1/batch/a/b', true],
    ['POST', '/batches/a', false],
  ]
  for (const [method, path, expected] of cases) assert.equal(some!.counts(method, path), expected, `${method} ${path}`)
})

it('counts no call to a path that the vendor counts apart', () => {
  const [rest] = compile({ except: ['/*/search'] })
  assert.equal(rest!.counts('GET', '/api/v2/persons/search'), false)
  assert.equal(rest!.counts('GET', '/api/v2/persons/5'), true)
})

it('reads limit, use, window and the next beginning from headers of their own', () => {
  const [quota] = compile({
    headers: {
      limit: 'X-Max',
      remaining: 'X-Left',
      seconds: { name: 'X-Interval', unit: 'ms' },
      reset: { name: 'X-Reset', unit: 'epoch' },
    },
  })
  const headers = { 'x-max': '190', 'x-left': '42', 'x-interval': '10000', 'x-reset': String(now / 1000 + 7) }
  assert.deepEqual(quota!.read(headers, now), { limit: 190, used: 148, seconds: 10, reset: 7 })
  // Of the limit that the element names, when the vendor names none.
  assert.deepEqual(quota!.read({ 'x-left': '42' }, now), { used: 58 })
  assert.deepEqual(quota!.read({ 'x-left': '4200' }, now), { used: 0 })
  assert.deepEqual(quota!.read({ 'x-max': 'many', 'x-reset': '-3' }, now), undefined)
})

it('reads one header that tells several numbers', () => {
  const [quota] = compile({ pattern: { name: 'RateLimit', text: 'limit={limit}, remaining={remaining}, reset={reset}' } })
  assert.deepEqual(quota!.read({ ratelimit: 'limit=100, remaining=50, reset=5.25' }, now), { limit: 100, used: 50, reset: 5.25 })
  const [usage] = compile({ pattern: { name: 'Sforce-Limit-Info', text: 'api-usage={used}/{limit}' } })
  assert.deepEqual(usage!.read({ 'sforce-limit-info': 'api-usage=18/5000, per-app-api-usage=17/250' }, now), { limit: 5000, used: 18 })
  assert.equal(usage!.read({ 'sforce-limit-info': 'something else' }, now), undefined)
})

it('puts quotas for some paths before those for all', () => {
  const names = compile({ name: 'day' }, { name: 'search', paths: ['/search'] }).map(({ name }) => name)
  assert.deepEqual(names, ['search', 'day'])
})

it('says what cannot be', () => {
  assert.throws(() => compile({}, {}), /quotas burst: the name is used twice/)
  assert.throws(() => compile({ cost: 101 }), /one call costs 101, and there are 100 permits/)
  assert.throws(() => compile({ pattern: { name: 'X', text: 'limit=(\\d+)' } }), /has none of \{limit\}/)
})

it('believes no number of a vendor that a document may not say either', () => {
  const headers = { limit: 'X-Max', used: 'X-Used', seconds: 'X-Seconds', reset: 'X-Reset' }
  const [quota] = compile({ headers })
  const huge = '999999999999999'
  const told = quota!.read({ 'x-max': huge, 'x-used': huge, 'x-seconds': huge, 'x-reset': huge }, now)
  assert.deepEqual(told, { limit: 1e9, used: 1e9, seconds: 2_678_400, reset: 2_678_400 })
})
