import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { readJson } from '../../../test/call-instance.ts'
import type { Asked } from '../../../test/vendor.ts'
import { openHub, plainMapping } from './fixtures/mapped-hub.ts'

const ann = { id: 1, first: 'Ann', last: 'Ash', address: { town: 'Ayr' }, note: 'x' }
const bob = { id: 2, first: 'Bob', last: 'Bay', address: { town: null } }
const rows = ({ query }: Asked) => ({ body: { rows: Number(query.get('offset')) === 0 ? [ann, bob] : [], total: 7 } })

describe('a list of a common resource', () => {
  test('has every row under the client’s names, and the headers of the element’s list', async (t) => {
    const hub = await openHub(t, { people: plainMapping }, rows)
    const { headers, ...reply } = await hub.call('GET', '/people', { query: { pageSize: '2' } })
    assert.deepEqual(readJson(reply as never), [
      { id: '1', firstName: 'Ann', lastName: 'Ash', address: { town: 'Ayr' } },
      { id: '2', firstName: 'Bob', lastName: 'Bay' },
    ])
    assert.equal(headers['Elements-Returned-Count'], '2')
    assert.equal(headers['Elements-Total-Count'], '7')
    assert.ok(headers['Elements-Next-Page-Token'])
  })

  test('goes on by its token, which is no token of another query', async (t) => {
    const hub = await openHub(t, { people: plainMapping }, rows)
    const query = { pageSize: '2', where: "firstName='Ann'" }
    const nextPage = (await hub.call('GET', '/people', { query })).headers['Elements-Next-Page-Token']!
    await hub.get('/people', { ...query, nextPage })
    assert.equal(hub.asked.at(-1)!.query.get('offset'), '2')
    assert.equal(hub.asked.at(-1)!.query.get('first'), 'Ann')
    await assert.rejects(hub.get('/people', { ...query, where: "firstName='Bob'", nextPage }), { code: 'page-token-damaged' })
  })

  test('is selected and sorted by the client’s names, in any case', async (t) => {
    const hub = await openHub(t, { people: plainMapping }, rows)
    await hub.get('/people', { where: "firstName = 'Ann'", orderBy: 'lastName desc' })
    assert.equal(hub.asked.at(-1)!.query.get('first'), 'Ann')
    assert.equal(hub.asked.at(-1)!.query.get('sort'), 'last desc')
    await hub.get('/people', { where: "FIRSTNAME = 'Ann'" })
    assert.equal(hub.asked.at(-1)!.query.get('first'), 'Ann')
  })

  test('is checked here where the vendor cannot, under the client’s names', async (t) => {
    const hub = await openHub(t, { people: plainMapping }, rows)
    assert.deepEqual(await hub.get('/people', { where: "lastName LIKE 'B%' OR address.town = 'Oban'" }), [
      { id: '2', firstName: 'Bob', lastName: 'Bay' },
    ])
  })

  test('with fields asks the vendor for what they are made of and answers these alone', async (t) => {
    const hub = await openHub(t, { people: plainMapping }, rows)
    assert.deepEqual(await hub.get('/people', { fields: 'lastName,address' }), [
      { lastName: 'Ash', address: { town: 'Ayr' } },
      { lastName: 'Bay' },
    ])
    assert.equal(hub.asked.at(-1)!.query.get('show'), 'last,address')
  })

  test('with fields inside of lists picks them from each item, brackets or not, and asks for the list once', async (t) => {
    const fields = [
      { path: 'names[*].first', vendorPath: 'First' },
      { path: 'names[*].last', vendorPath: 'Last' },
      { path: 'said[*].a', vendorPath: 'Note[*].x' },
      { path: 'said[*].b', vendorPath: 'Note[*].y' },
    ]
    const hub = await openHub(t, { people: { ...plainMapping, fields } }, rows)
    for (const name of ['names[*].first', 'names.first', 'names[0].first'])
      assert.deepEqual(await hub.get('/people', { fields: name }), [{ names: [{ first: 'Ann' }] }, { names: [{ first: 'Bob' }] }], name)
    const { headers } = await hub.call('GET', '/people', { query: { fields: 'said' } })
    assert.equal(headers['Elements-Error'], undefined)
  })

  test('tells a field that there is not', async (t) => {
    const hub = await openHub(t, { people: plainMapping }, rows)
    const reply = await hub.call('GET', '/people', { query: { fields: 'lastName,shoe' } })
    assert.equal(reply.headers['Elements-Error'], 'fields: no record here has shoe')
  })

  test('that names in where or orderBy what is not mapped is 400, with what is', async (t) => {
    const hub = await openHub(t, { people: plainMapping }, rows)
    const message = /^Field Note cannot be used in where: people does not map it; mapped: id, firstName, lastName, address.town$/
    await assert.rejects(hub.get('/people', { where: "Note='x'" }), { status: 400, code: 'field-not-mapped', message })
    await assert.rejects(hub.get('/people', { orderBy: 'Note' }), { status: 400, code: 'field-not-mapped' })
    await assert.rejects(hub.get('/people', { where: 'Note' }), { status: 400, code: 'query-malformed' })
    assert.equal(hub.asked.length, 0)
  })

  test('that passes on what is not mapped takes the element’s names for it', async (t) => {
    const hub = await openHub(t, { people: { ...plainMapping, configuration: [] } }, rows)
    assert.deepEqual(
      (await hub.get('/people', { where: "Note='x'" })).map(({ firstName, Note }: never) => [firstName, Note]),
      [['Ann', 'x']],
    )
    assert.deepEqual(await hub.get('/people', { fields: 'firstName,Note' }), [{ firstName: 'Ann', Note: 'x' }, { firstName: 'Bob' }])
  })

  test('does not select by what is chosen among several', async (t) => {
    const picking = { ...plainMapping, fields: [{ path: 'work', vendorPath: 'Phones[kind=work].number' }] }
    const hub = await openHub(t, { people: picking }, rows)
    await assert.rejects(hub.get('/people', { where: "work='1'" }), { status: 400, code: 'field-not-selectable' })
  })

  test('of a resource that hands the text on says what the client said, under its own names', async (t) => {
    const hub = await openHub(t, { people: { ...plainMapping, vendorName: 'contacts/raw' } }, () => ({ body: [] }))
    await hub.get('/people', { orderBy: 'lastName', where: "firstName = 'Ann'" })
    assert.equal(hub.asked.at(-1)!.query.get('orderBy'), 'Last')
    assert.equal(hub.asked.at(-1)!.query.get('where'), "First = 'Ann'")
  })

  test('takes the old name of where', async (t) => {
    const hub = await openHub(t, { people: plainMapping }, rows)
    await hub.get('/people', { query: "firstName='Ann'" })
    assert.equal(hub.asked.at(-1)!.query.get('first'), 'Ann')
  })
})

describe('a record of a common resource', () => {
  test('is read, written and answered under the client’s names', async (t) => {
    const hub = await openHub(t, { people: plainMapping }, ({ method }) => (method === 'GET' ? { body: ann } : { body: { ...bob, id: 3 } }))
    assert.deepEqual(await hub.get('/people/1'), { id: '1', firstName: 'Ann', lastName: 'Ash', address: { town: 'Ayr' } })
    const created = await hub.call('POST', '/people', { json: { firstName: 'Bob', address: { town: 'Bath' }, shoe: 9 } })
    assert.deepEqual(JSON.parse(hub.asked.at(-1)!.body), { first: 'Bob', address: { town: 'Bath' } })
    assert.deepEqual(readJson(created), { id: '3', firstName: 'Bob', lastName: 'Bay' })
    await hub.call('PATCH', '/people/3', { json: { lastName: 'Boa' } })
    assert.deepEqual(JSON.parse(hub.asked.at(-1)!.body), { last: 'Boa' })
    assert.equal(hub.asked.at(-1)!.path, '/people/3')
  })

  test('has no default value put over what a change does not name', async (t) => {
    const fields = [
      ...plainMapping.fields,
      { path: 'note', vendorPath: 'Note', configuration: [{ type: 'defaultValue', properties: { toVendor: 'new' } }] },
    ]
    const hub = await openHub(t, { people: { ...plainMapping, fields } }, () => ({ body: ann }))
    await hub.call('POST', '/people', { json: { firstName: 'Ann' } })
    assert.deepEqual(JSON.parse(hub.asked.at(-1)!.body), { first: 'Ann', note: 'new' })
    await hub.call('PATCH', '/people/1', { json: { firstName: 'Ann' } })
    assert.deepEqual(JSON.parse(hub.asked.at(-1)!.body), { first: 'Ann' })
  })

  test('that is deleted leaves nothing to answer', async (t) => {
    const hub = await openHub(t, { people: plainMapping }, () => ({ status: 204 }))
    const { status, body } = await hub.call('DELETE', '/people/1', { json: null })
    assert.deepEqual([status, body.kind], [200, 'empty'])
  })

  test('keeps its nulls where filter.response.nulls says so', async (t) => {
    const options = { configuration: { 'filter.response.nulls': 'false' } }
    const hub = await openHub(t, { people: plainMapping }, () => ({ body: bob }), options)
    assert.deepEqual(await hub.get('/people/2'), { id: '2', firstName: 'Bob', lastName: 'Bay', address: { town: null } })
  })

  test('has no member message, which clients take for an error', async (t) => {
    const fields = [{ path: 'message', vendorPath: 'Note' }, ...plainMapping.fields]
    const hub = await openHub(t, { people: { ...plainMapping, fields } }, () => ({ body: ann }))
    const reply = await hub.call('GET', '/people/1')
    assert.equal('message' in readJson(reply), false)
    assert.match(reply.headers['Elements-Error']!, /^message is left out/)
  })
})

describe('the name of a common resource', () => {
  test('trap 29: shadows a resource of the element, does not loop, and leaves the page as it is', async (t) => {
    const hub = await openHub(t, { contacts: plainMapping }, rows)
    const { headers } = await hub.call('GET', '/contacts', { query: { pageSize: '2' } })
    assert.deepEqual([headers['Elements-Returned-Count'], headers['Elements-Total-Count']], ['2', '7'])
    assert.equal(hub.asked.length, 1)
    assert.deepEqual((await hub.get('/contacts'))[0], { id: '1', firstName: 'Ann', lastName: 'Ash', address: { town: 'Ayr' } })
  })

  test('leaves what lies below a record, and what is asked of the whole list, as the element has it', async (t) => {
    const hub = await openHub(t, { people: plainMapping }, ({ path }) => ({
      body: path.endsWith('/notes') ? [{ text: 'Hi' }] : { count: 7 },
    }))
    assert.deepEqual(await hub.get('/people/1/notes'), [{ text: 'Hi' }])
    assert.deepEqual(await hub.get('/people/count'), { count: 7 })
  })

  test('below a record of another is mapped by its own mapping, and searched by its own names', async (t) => {
    const pals = { ...plainMapping, vendorName: 'friends', fields: [{ path: 'nick', vendorPath: 'First' }] }
    const hub = await openHub(t, { people: plainMapping, pals }, rows)
    assert.deepEqual(await hub.get('/people/9/pals', { where: "nick='Ann'" }), [{ nick: 'Ann' }, { nick: 'Bob' }])
    assert.equal(hub.asked.at(-1)!.path, '/people/9/friends')
    assert.equal(hub.asked.at(-1)!.query.get('first'), 'Ann')
    await assert.rejects(hub.get('/people/9/pals', { where: "firstName='Ann'" }), { code: 'field-not-mapped' })
    assert.deepEqual([hub.usage[0]!.element_api, hub.usage[0]!.vdr], ['/people/{id}/pals', 'pals'])
  })

  test('that is mapped to what the element does not have is 400, with both names', async (t) => {
    const hub = await openHub(t, { people: { ...plainMapping, vendorName: 'persons' } }, rows)
    const message = 'This API is not currently supported for this element: people is mapped to persons, and sample has no such resource'
    await assert.rejects(hub.get('/people'), { status: 400, message })
  })

  test('with a verb that the resource does not have is 405 under the client’s path', async (t) => {
    const hub = await openHub(t, { people: plainMapping }, rows)
    await assert.rejects(hub.call('DELETE', '/people'), {
      status: 405,
      message: /DELETE is not supported at \/people; supported: GET, POST/,
    })
  })

  test('that is mapped to a path with a place needs a value for it', async (t) => {
    const hub = await openHub(t, { remarks: { vendorName: '/contacts/{id}/notes' } }, () => ({ body: [{ text: 'Hi' }] }))
    await assert.rejects(hub.get('/remarks'), { status: 400, code: 'mapped-id-required', message: /remarks .*\{id\}/ })
    assert.deepEqual(await hub.get('/remarks/1'), [{ text: 'Hi' }])
    assert.equal(hub.asked.at(-1)!.path, '/people/1/notes')
  })

  test('is what usage counts', async (t) => {
    const hub = await openHub(t, { people: plainMapping }, () => ({ body: ann }))
    await hub.get('/people/1')
    await hub.get('/contacts/1')
    assert.deepEqual(
      hub.usage.map(({ element_api, vdr, status }) => [element_api, vdr, status]),
      [
        ['/people/{id}', 'people', 200],
        ['/contacts/{id}', undefined, 200],
      ],
    )
  })

  test('of a disabled instance is 403', async (t) => {
    const hub = await openHub(t, { people: plainMapping }, rows, { disabled: true })
    await assert.rejects(hub.get('/people'), { status: 403 })
  })
})

describe('the script of a common resource', () => {
  const shout = { body: 'transformedObject.loud = (originalObject.First || "").toUpperCase(); done(transformedObject)', isLegacy: false }

  test('is given whole records, whatever fields are asked for', async (t) => {
    const hub = await openHub(t, { people: { ...plainMapping, script: shout } }, rows)
    assert.deepEqual(await hub.get('/people', { fields: 'loud' }), [{ loud: 'ANN' }, { loud: 'BOB' }])
    assert.match(hub.asked.at(-1)!.query.get('show')!, /first/)
  })

  test('sees nulls, and those that it answers are left out', async (t) => {
    const script = { body: 'done({ had: originalObject.Town === null, town: originalObject.Town })', isLegacy: false }
    const hub = await openHub(t, { people: { ...plainMapping, script } }, () => ({ body: bob }))
    assert.deepEqual(await hub.get('/people/2'), { had: true })
  })

  test('says what is asked of the vendor, of names that are not mapped too', async (t) => {
    const body = `
      if (isWhere) transformedObject.where = originalObject.where.map(({ operator, value }) => ({ attribute: 'First', operator, value: value.trim() }))
      done(transformedObject)`
    const configuration = [...plainMapping.configuration, { type: 'applyJSOnQueryFieldValue', properties: { toVendor: null } }]
    const hub = await openHub(t, { people: { ...plainMapping, configuration, script: { body, isLegacy: false } } }, rows)
    await hub.get('/people', { where: "nickname = ' Ann '" })
    assert.equal(hub.asked.at(-1)!.query.get('first'), 'Ann')
    await assert.rejects(hub.get('/people', { where: "nickname='a' OR nickname='b'" }), { status: 400, code: 'expression-not-supported' })
  })
})
