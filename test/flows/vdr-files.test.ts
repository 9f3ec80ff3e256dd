/** Export and import of common resources (contract 9.5): what was exported, imported again, changes nothing, wherever that is. */
import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, it } from 'node:test'
import fc from 'fast-check'
import { createTestApp, type TestApp } from '../app.ts'
import { readPropertyRuns } from '../property-runs.ts'
import { addPerson, ignoredIn, type Person } from './vdr-people.ts'

const flags = [
  { type: 'addToDocumentation', level: 'account' },
  { type: 'inherit', level: 'account' },
  { type: 'passThrough', level: 'account', properties: { fromVendor: false, toVendor: false } },
]
/** In the form of a file that came from elsewhere. */
const file = {
  vdrName: 'myContacts',
  vdrVersion: 'v2',
  definition: {
    objectName: 'myContacts',
    createdDate: '2020-10-14 11:42:44.401614',
    vdrShared: false,
    vdrShareLevel: 'account',
    fields: [
      { path: 'company', type: 'string', level: 'organization' },
      { path: 'leadSource', type: 'string', level: 'organization', displayName: 'Lead source' },
    ],
  },
  transformation: {
    infusionsoftcrm: {
      elementKey: 'infusionsoftcrm',
      objectName: 'myContacts',
      vendorName: 'contacts',
      isLegacy: false,
      configuration: flags,
      fields: [
        { path: 'company', type: 'string', vendorPath: 'company.name', vendorType: 'string', level: 'organization' },
        {
          path: 'leadSource',
          type: 'string',
          vendorPath: 'source',
          level: 'organization',
          configuration: [{ type: 'remove', properties: { toVendor: true } }],
        },
      ],
      script: { body: 'done(edited)', mimeType: 'application/javascript', level: 'organization', filterEmptyResponse: false },
      scripts: [{ body: 'done()', mimeType: 'application/javascript', level: 'organization', filterEmptyResponse: false }],
    },
  },
}

describe('files of common resources', () => {
  let test: TestApp
  let admin: Person
  before(async () => {
    test = await createTestApp()
    admin = await addPerson(test, 'admin', ['admin'])
  })
  beforeEach(async () => {
    await test.database.db.deleteFrom('common_resources').execute()
  })
  after(() => test.close())

  const put = (body: unknown) => test.call('PUT', '/vdrs/import', { body })
  const read = async (name: string) => (await test.call('GET', `/vdrs/${encodeURIComponent(name)}/export`)).body
  const readAll = async () => {
    const { db } = test.database
    const definitions = await db.selectFrom('object_definitions').select(['id', 'level', 'associated_id', 'fields']).orderBy('id').execute()
    const columns = ['id', 'level', 'associated_id', 'element_id', 'vendor_name', 'document'] as const
    const rows = await db.selectFrom('transformations').select(columns).orderBy('id').execute()
    return { definitions, transformations: rows.map((row) => ({ ...row, document: spellOut(row.document) })) }
  }
  /** A file says of a script what it need not say elsewhere. */
  const spellOut = ({ script, ...document }: { readonly script?: object }) => ({
    ...document,
    ...(script && { script: { mimeType: 'application/javascript', filterEmptyResponse: false, ...script } }),
  })
  /** The date belongs to the place. */
  const undated = ({ definition: { createdDate: _, ...definition }, ...rest }: typeof file) => ({ ...rest, definition })

  it('a file from elsewhere comes in and goes out as it was; of scripts the list counts', async () => {
    const reply = await put(file)
    assert.equal(reply.status, 200, reply.text)
    assert.deepEqual([reply.body.objectName, reply.body.fields.length, reply.body.mappedElementIds.length], ['myContacts', 2, 1])
    const exported = await read('myContacts')
    const { infusionsoftcrm } = file.transformation
    const expected = { ...file, transformation: { infusionsoftcrm: { ...infusionsoftcrm, script: infusionsoftcrm.scripts[0]! } } }
    assert.deepEqual(undated(exported), undated(expected))
  })

  it('without the list the one script counts, and importing twice changes nothing', async () => {
    const { scripts: _, ...one } = file.transformation.infusionsoftcrm
    await put({ ...file, transformation: { infusionsoftcrm: one } })
    assert.equal((await read('myContacts')).transformation.infusionsoftcrm.scripts[0].body, 'done(edited)')
    const [before, exported] = [await readAll(), await read('myContacts')]
    const again = await put(exported)
    assert.equal(again.status, 200)
    assert.deepEqual(await readAll(), before)
    assert.deepEqual(await read('myContacts'), exported)
  })

  it('the address may have a doubled slash', async () => {
    await put(file)
    const authorization = `${test.user}, ${test.organization}`
    const reply = await fetch(`${test.url}/elements/api-v2//vdrs/myContacts/export?`, { headers: { authorization } })
    assert.deepEqual([reply.status, ((await reply.json()) as typeof file).vdrName], [200, 'myContacts'])
  })

  it('all or nothing: with an element that there is not, nothing is imported', async () => {
    const broken = {
      ...file,
      transformation: { ...file.transformation, none: { ...file.transformation.infusionsoftcrm, elementKey: 'none' } },
    }
    assert.equal((await put(broken)).status, 404)
    assert.deepEqual(await readAll(), { definitions: [], transformations: [] })
    await put(file)
    const before = await readAll()
    const fields = [{ path: 'other', level: 'organization' }]
    assert.equal((await put({ ...broken, definition: { ...file.definition, fields } })).status, 404)
    assert.deepEqual(await readAll(), before)
  })

  it('many at once of one name are as good as one, and of many that make a name one succeeds', async () => {
    const replies = await Promise.all(Array.from({ length: 8 }, () => put(file)))
    assert.deepEqual(
      replies.map(({ status }) => status),
      Array(8).fill(200),
    )
    const rows = await readAll()
    assert.deepEqual([rows.definitions.length, rows.transformations.length], [1, 2])
    const body = { objectName: 'raced', fields: [{ path: 'a' }] }
    const makers = await Promise.all(Array.from({ length: 8 }, () => test.call('POST', '/vdrs', { body })))
    assert.deepEqual(makers.map(({ status }) => status).sort(), [200, ...Array(7).fill(409)])
  })

  it('levels that the file says nothing of stay, and those that may not be written are ignored and told', async () => {
    await put(file)
    const reply = await admin.call('PUT', '/vdrs/import', {
      ...file,
      definition: {
        ...file.definition,
        fields: [
          { path: 'stolen', level: 'organization' },
          { path: 'own', level: 'account' },
        ],
      },
    })
    assert.equal(reply.status, 200, reply.text)
    assert.match(ignoredIn(reply)!, /level organization were ignored/)
    assert.deepEqual(
      reply.body.fields.map(({ path }: { path: string }) => path),
      ['company', 'leadSource', 'own'],
    )
    assert.deepEqual(
      (await read('myContacts')).definition.fields.map(({ path }: { path: string }) => path),
      ['company', 'leadSource'],
    )
  })

  it('what is no file of a common resource is refused', async () => {
    for (const body of [
      {},
      [],
      { vdrName: '' },
      { vdrName: 'x', definition: [] },
      { vdrName: 'x', transformation: { sfdc: 'y' } },
      { vdrName: 'a\0' },
    ]) {
      assert.equal((await put(body)).status, 400, JSON.stringify(body))
    }
    assert.equal((await test.call('GET', '/vdrs/none/export')).status, 404)
  })

  it('export and import are each other’s inverse (property)', async () => {
    const name = fc.constantFrom('a', 'b.c', 'list[*].d', 'ü', 'e')
    const level = fc.constantFrom('organization', 'account')
    const definitionField = fc.record(
      { path: name, level, type: fc.constantFrom('string', 'number', 'date') },
      { requiredKeys: ['path', 'level'] },
    )
    const field = fc.record({ path: name, level, vendorPath: fc.constantFrom('x', 'y.z', 'w[*].v'), type: fc.constant('string') })
    const flag = fc.record({ type: fc.constantFrom('inherit', 'addToDocumentation'), level })
    const script = fc.record({ body: fc.constantFrom('done()', 'done(1)'), level, filterEmptyResponse: fc.boolean() })
    const once = <T extends { level: string }>(of: (part: T) => string) => ({
      selector: (part: T) => `${part.level} ${of(part)}`,
      maxLength: 6,
    })
    const transformation = fc.record({
      vendorName: fc.constantFrom('contacts', 'companies'),
      isLegacy: fc.boolean(),
      fields: fc.uniqueArray(
        field,
        once<{ level: string; path: string }>(({ path }) => path),
      ),
      configuration: fc.uniqueArray(
        flag,
        once<{ level: string; type: string }>(({ type }) => type),
      ),
      scripts: fc.uniqueArray(
        script,
        once<{ level: string }>(() => ''),
      ),
    })
    const vdr = fc.record({
      fields: fc.uniqueArray(
        definitionField,
        once<{ level: string; path: string }>(({ path }) => path),
      ),
      transformation: fc.dictionary(fc.constantFrom('infusionsoftcrm', 'sfdc'), transformation, { maxKeys: 2 }),
      description: fc.option(fc.constantFrom('one', 'two'), { nil: undefined }),
    })
    await fc.assert(
      fc.asyncProperty(vdr, async ({ fields, transformation, description }) => {
        await test.database.db.deleteFrom('common_resources').execute()
        const first = await put({
          vdrName: 'any',
          vdrVersion: 'v2',
          definition: { objectName: 'any', description, fields },
          transformation,
        })
        assert.equal(first.status, 200, first.text)
        const [exported, before] = [await read('any'), await readAll()]
        assert.equal((await put(exported)).status, 200)
        assert.deepEqual(await read('any'), exported)
        assert.deepEqual(await readAll(), before)
        assert.equal((await test.call('DELETE', `/vdrs/${first.body.id}`)).status, 200)
        assert.equal((await put(exported)).status, 200)
        assert.deepEqual(undated(await read('any')), undated(exported))
      }),
      readPropertyRuns(9045, 40),
    )
  })
})
