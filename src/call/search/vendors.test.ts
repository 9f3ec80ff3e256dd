/** Lists of three vendors that have a search beside their list, as small documents against the simulators. */
import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { startFor as startCloseio } from '../../../simulators/closeio/test-client.ts'
import { privateToken, startFor as startHubspot } from '../../../simulators/hubspot/test-client.ts'
import { login, startFor as startPipedrive } from '../../../simulators/pipedrive/test-client.ts'
import { createCaller, createInstance, describeElement, openParts, readJson } from '../../../test/call-instance.ts'
import type { ElementOctet, ResourceOctet } from '../../elements/document/octet.ts'
import type { QueryValues } from '../../lib/hub-request.ts'
import type { ObjectTransformation } from '../../transform/document.ts'
import type { Credential } from '../types.ts'

// biome-ignore lint/suspicious/noExplicitAny: rows are what the vendor's records are
type Row = any

interface Vendor {
  readonly url: string
  readonly credential: Credential
  readonly vendorPath: string
  readonly rootKey: string
  readonly people: Omit<ObjectTransformation, 'vendorName'>
  readonly octet: ResourceOctet
  readonly element?: Partial<ElementOctet>
}

function open(t: TestContext, { url, credential, vendorPath, rootKey, people, octet, element }: Vendor) {
  const transformations = { people: { vendorName: 'people', ...people } }
  const resource = { path: '/people', vendorPath, rootKey, octet: { object: 'people', ...octet } }
  const document = describeElement([resource], {
    octet: { version: 1, transformations, objects: { people: { vendorName: 'contacts' } }, ...element },
  })
  const call = createCaller(openParts(t), createInstance(document, { configuration: { 'base.url': url }, credential }))
  const list = async (query: QueryValues = {}) => {
    const response = await call('GET', '/people', { query })
    return { rows: readJson<Row[]>(response), token: response.headers['Elements-Next-Page-Token'] }
  }
  return {
    list,
    /** The whole, and the same in pages of three by token and by number. */
    async readAll(query: QueryValues) {
      const whole = (await list(query)).rows
      const walked: Row[] = []
      let nextPage: string | undefined = ''
      while (nextPage !== undefined) {
        const page = await list({ ...query, pageSize: '3', nextPage })
        walked.push(...page.rows)
        nextPage = page.token
      }
      assert.deepEqual(walked, whole)
      assert.deepEqual((await list({ ...query, pageSize: '3', page: '2' })).rows, whole.slice(3, 6))
      return whole
    },
  }
}

test('HubSpot: filter groups in a POST, typed by its own description of properties', async (t) => {
  const hubspot = await startHubspot(t)
  const paging = { style: 'cursor', size: 'limit', token: 'after', next: 'paging.next.after', maxSize: 100, walkLimit: 10_000 } as const
  const { list, readAll } = open(t, {
    url: hubspot.url,
    credential: { kind: 'bearer', token: privateToken, generation: 1 },
    vendorPath: '/crm/v3/objects/contacts',
    rootKey: 'results',
    people: {
      fields: [{ path: 'id', vendorPath: 'id', filter: { '*': 'hs_object_id' } }],
      others: 'pass',
      nest: { into: 'properties', except: ['id', 'associations'] },
      search: { others: { pattern: '^[a-z]\\w*$', strip: 'properties.' } },
    },
    octet: {
      paging,
      select: { parameter: 'properties', fields: ['firstname', 'lastname', 'email', 'createdate'] },
      searches: [
        {
          method: 'POST',
          vendorPath: '/crm/v3/objects/contacts/search',
          where: { dialect: 'filter-groups', inexact: ['=', 'IN', 'LIKE'] },
          orderBy: { parameter: 'body.sorts', form: 'sorts', fields: {}, others: true, maxKeys: 1 },
          select: { parameter: 'body.properties', fields: ['firstname', 'lastname', 'email', 'createdate'] },
          paging: { ...paging, size: 'body.limit', token: 'body.after', maxSize: 200, total: 'total' },
        },
      ],
    },
    element: {
      discovery: {
        fields: {
          path: '/crm/v3/properties/{object}',
          root: 'results',
          name: 'name',
          type: 'type',
          types: { number: 'number', bool: 'boolean', date: 'date', datetime: 'datetime' },
          prefix: 'properties.',
          seconds: 300,
        },
      },
    },
  })
  const all = await readAll({})
  assert.ok(all.length > 10)
  const [first] = all
  const named = await list({ where: `properties.email='${first.properties.email}'` })
  assert.deepEqual(
    named.rows.map(({ id }) => id),
    [first.id],
  )
  assert.deepEqual((await list({ where: `id='${first.id}'` })).rows.length, 1)
  const some = await readAll({ where: "lastname LIKE '%a%' OR firstname IS NULL", orderBy: 'properties.lastname desc' })
  assert.equal(some.length, all.filter(({ properties }) => /a/.test(properties.lastname) || properties.firstname === undefined).length)
  const later = await readAll({ where: `createdate>'${all[5].properties.createdate}'` })
  assert.equal(later.length, all.filter(({ properties }) => properties.createdate > all[5].properties.createdate).length)
  assert.deepEqual(Object.keys((await list({ fields: 'id,properties.email', where: "email LIKE '%@%'" })).rows[0].properties), ['email'])
})

test('Close: a JSON query whose cursor lives for half a minute, with the fields that it must be told', async (t) => {
  const closeio = await startCloseio(t)
  const fields = ['id', 'name', 'title', 'lead_id', 'date_created']
  const { list, readAll } = open(t, {
    url: `${closeio.url}/api/v1`,
    credential: { kind: 'basic', username: 'api_simulator.alder', password: '' },
    vendorPath: '/contact/',
    rootKey: 'data',
    people: { fields: [], others: 'pass', search: { others: { pattern: '^[a-z][\\w.]*$' } } },
    octet: {
      paging: { style: 'offset', size: '_limit', offset: '_skip', maxSize: 100, more: 'has_more', maxOffset: 35_000 },
      where: { dialect: 'query-parameters', only: ['lead_id'] },
      select: { parameter: '_fields', fields, always: ['id'] },
      searches: [
        {
          method: 'POST',
          vendorPath: '/data/search/',
          where: {
            dialect: 'json-query',
            inexact: ['=', '!=', 'IN', 'LIKE'],
            options: { object: 'contact', references: { lead_id: 'lead' } },
          },
          orderBy: { parameter: 'body.sort', form: 'sort-fields', fields: { name: 'name', date_created: 'date_created' } },
          select: { parameter: 'body._fields.contact', fields, always: ['id'] },
          body: { query: { type: 'object_type', object_type: 'contact' } },
          paging: {
            style: 'cursor',
            size: 'body._limit',
            token: 'body.cursor',
            next: 'cursor',
            maxSize: 200,
            walkLimit: 10_000,
            shortLived: 30,
          },
        },
      ],
    },
  })
  const all = await readAll({})
  assert.equal(all.length, 60)
  assert.deepEqual(Object.keys(all[0]).sort(), [...fields].sort())
  const heads = await readAll({ where: "title LIKE 'Head%'" })
  assert.deepEqual(new Set(heads.map(({ id }) => id)), new Set(all.filter(({ title }) => title?.startsWith('Head')).map(({ id }) => id)))
  const found = await readAll({ where: `title='Head of Sales' AND lead_id!='${heads[0].lead_id}'`, orderBy: 'name' })
  assert.ok(found.length > 0 && found.every(({ title, lead_id }) => title === 'Head of Sales' && lead_id !== heads[0].lead_id))
  assert.deepEqual((await list({ where: `lead_id='${all[0].lead_id}'`, fields: 'name' })).rows[0], { name: all[0].name })
})

test('Pipedrive: filters by parameter, a search by term whose rows name their records, and the rest checked here', async (t) => {
  const pipedrive = await startPipedrive(t)
  const paging = {
    style: 'cursor',
    size: 'limit',
    token: 'cursor',
    next: 'additional_data.next_cursor',
    maxSize: 100,
    walkLimit: 10_000,
  } as const
  const { readAll } = open(t, {
    url: `${pipedrive.url}/api/v2`,
    credential: { kind: 'bearer', token: (await login(pipedrive.url)).access_token, generation: 1 },
    vendorPath: '/persons',
    rootKey: 'data',
    people: { fields: [{ path: 'updated_since', vendorPath: 'updated_since' }], others: 'pass' },
    octet: {
      paging,
      where: { dialect: 'query-parameters', only: ['owner_id', 'org_id', 'updated_since'] },
      orderBy: {
        parameter: 'sort_by',
        form: 'parameters',
        directionParameter: 'sort_direction',
        fields: { add_time: 'add_time' },
        maxKeys: 1,
      },
      searches: [
        {
          vendorPath: '/persons/search',
          rootKey: 'data.items',
          item: 'item',
          where: { dialect: 'term-search', inexact: ['='], fields: { name: { '=': 'name', LIKE: 'name' } } },
          fetch: { vendorPath: '/persons', parameter: 'ids', max: 100, rootKey: 'data' },
        },
      ],
    },
  })
  const all = await readAll({})
  const name = String(all[4].name)
  const found = await readAll({ where: `name='${name}'` })
  assert.deepEqual(
    found,
    all.filter((row) => row.name === name),
  )
  const like = await readAll({ where: "name LIKE '%ar%'" })
  assert.deepEqual(new Set(like.map(({ id }) => id)), new Set(all.filter((row) => /ar/.test(row.name)).map(({ id }) => id)))
  const sorted = await readAll({ where: `owner_id=${all[0].owner_id} AND name LIKE 'M%'`, orderBy: 'name desc' })
  const expected = all.filter((row) => row.owner_id === all[0].owner_id && row.name.startsWith('M')).map((row) => row.name)
  assert.deepEqual(
    sorted.map((row) => row.name),
    expected.sort().reverse(),
  )
  const newest = await readAll({ orderBy: 'add_time desc' })
  assert.equal(newest.length, all.length)
  assert.ok(newest[0].add_time >= newest.at(-1).add_time)
})
