/** One common resource over all six elements of the hub: one client, who says and reads the same words whoever the vendor is. */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { createTestApp, type TestApp } from '../app.ts'
import { connect, type Hub, type Row, walk } from '../suite/bench.ts'
import { findSubject, type Simulator, type Subject } from '../suite/subject.ts'

const definition = {
  fields: [
    { path: 'id', type: 'string' },
    { path: 'firstName', type: 'string', displayName: 'First name' },
    { path: 'lastName', type: 'string' },
    { path: 'email', type: 'string' },
    { path: 'phone', type: 'string' },
    { path: 'created', type: 'date' },
  ],
}

const onlyMapped = { type: 'passThrough', properties: { fromVendor: false, toVendor: false } }
const readOnly = { type: 'passThrough', properties: { fromVendor: true, toVendor: false } }
const inUtc = { type: 'transformDate', properties: { pattern: "yyyy-MM-dd'T'HH:mm:ss'Z'" } }

/** Names of the client's → where the vendor has them. */
function map(paths: Readonly<Record<string, string>>, more: object = {}): object {
  const fields = Object.entries(paths).map(([path, vendorPath]) => ({
    path,
    vendorPath,
    type: path === 'created' ? 'date' : 'string',
    ...(path === 'id' && { configuration: [readOnly] }),
    ...(path === 'created' && { configuration: [readOnly, inUtc] }),
  }))
  return { vendorName: 'contacts', fields, configuration: [onlyMapped], ...more }
}

/** Two vendors want the whole name of a new person; one of them knows nothing else. */
const joinName = `
  if (!fromVendor) {
    const name = [originalObject.firstName, originalObject.lastName].filter(Boolean).join(' ')
    if (name) transformedObject.name = name
    delete transformedObject.first_name
    delete transformedObject.last_name
  }`

const wholeName = `
  if (isWhere) {
    const isName = ({ attribute }) => attribute === 'firstName' || attribute === 'lastName'
    const said = (name) => originalObject.where.filter(({ attribute }) => attribute === name).map(({ value }) => value)
    const names = [...said('firstName'), ...said('lastName')]
    transformedObject.where = transformedObject.where.filter((one) => !isName(one))
    if (names.length > 0) transformedObject.where.push({ attribute: 'name', operator: '=', value: names.join(' ') })
  } else if (fromVendor) {
    const [first, ...others] = (originalObject.name || '').split(' ')
    transformedObject.firstName = first
    transformedObject.lastName = others.join(' ')
  } else {${joinName}
  }
  done(transformedObject)`

const mappings: Readonly<Record<string, object>> = {
  infusionsoftcrm: map({ id: 'id', firstName: 'FirstName', lastName: 'LastName', email: 'Email', phone: 'Phone1', created: 'DateCreated' }),
  hubspotcrm: map({
    id: 'id',
    firstName: 'properties.firstname',
    lastName: 'properties.lastname',
    email: 'properties.email',
    phone: 'properties.phone',
    created: 'createdAt',
  }),
  sfdc: map({ id: 'id', firstName: 'FirstName', lastName: 'LastName', email: 'Email', phone: 'Phone', created: 'CreatedDate' }),
  pipedrive: map(
    {
      id: 'id',
      firstName: 'first_name',
      lastName: 'last_name',
      email: 'emails[0].value',
      phone: 'phones[0].value',
      created: 'add_time',
    },
    { script: { body: `${joinName}\n done(transformedObject)`, mimeType: 'application/javascript' } },
  ),
  closeio: map(
    { id: 'id', email: 'emails[0].email', phone: 'phones[0].phone', created: 'date_created' },
    {
      configuration: [onlyMapped, { type: 'applyJSOnQueryFieldValue', properties: { toVendor: null } }],
      script: { body: wholeName, mimeType: 'application/javascript' },
    },
  ),
  zohocrmv2: map({ id: 'id', firstName: 'First_Name', lastName: 'Last_Name', email: 'Email', phone: 'Phone', created: 'Created_Time' }),
}

const keys = Object.keys(mappings)
const unmetered = { take: () => ({ land: () => undefined }), stop: () => Promise.resolve() }

describe('a common resource of the contacts of six vendors', () => {
  let app: TestApp
  const simulators: Simulator[] = []
  const hubs = new Map<string, Hub>()

  before(async () => {
    const subjects = new Map<string, Subject>()
    const elementDefaults: Record<string, Readonly<Record<string, string>>> = {}
    for (const key of keys) {
      const subject = await findSubject(key)
      const simulator = await subject.start()
      simulators.push(simulator)
      subjects.set(key, subject)
      elementDefaults[key] = subject.defaults(simulator.url)
    }
    app = await createTestApp({ config: { elementDefaults }, overrides: { quotas: unmetered } })
    assert.equal((await app.call('POST', '/organizations/objects/myContacts/definitions', { body: definition })).status, 200)
    for (const [key, subject] of subjects) {
      const created = await app.call('POST', `/organizations/elements/${key}/transformations/myContacts`, { body: mappings[key] })
      assert.equal(created.status, 200, created.text)
      hubs.set(key, await connect({ app, document: { key, hub: 'crm' } as never, subject, simulator: simulators[hubs.size]! }))
    }
  })
  after(async () => {
    await app?.close()
    await Promise.all(simulators.map((simulator) => simulator.close()))
  })

  for (const key of keys) describe(key, () => useAsClient(() => hubs.get(key)!))
})

/** The one client. Nothing here knows whose contacts these are. */
function useAsClient(open: () => Hub): void {
  const person = { firstName: 'Ottilie', lastName: 'Quill', email: 'ottilie.quill@octave.example', phone: '+12065550142' }
  let id: string

  it('creates a contact and reads it back', async () => {
    const created = await open().call('POST', 'myContacts', { body: person })
    assert.equal(created.status, 200, created.text)
    id = created.body.id
    assert.equal(typeof id, 'string')
    const { created: when, ...read } = await open().get(`myContacts/${id}`)
    assert.deepEqual(read, { id, ...person })
    assert.match(when, moment)
  })

  it('finds it by its e-mail address, and by its whole name', async () => {
    for (const where of [`email='${person.email}'`, `firstName='Ottilie' AND lastName='Quill'`]) {
      const found: Row[] = await open().get('myContacts', { where })
      assert.deepEqual(
        found.map((row) => [row.id, row.firstName, row.lastName, row.email]),
        [[id, 'Ottilie', 'Quill', person.email]],
        where,
      )
    }
  })

  it('changes its telephone number, and nothing else', async () => {
    const changed = await open().call('PATCH', `myContacts/${id}`, { body: { phone: '+12065550143' } })
    assert.equal(changed.status, 200, changed.text)
    const { created: _, ...read } = await open().get(`myContacts/${id}`)
    assert.deepEqual(read, { id, ...person, phone: '+12065550143' })
  })

  it('reads the list page by page, every row in its own words', async () => {
    const [first, all] = [
      await open().call('GET', 'myContacts', { query: { pageSize: '10' } }),
      await walk(open(), 'myContacts', { pageSize: '100' }),
    ]
    assert.equal(first.headers.get('elements-returned-count'), '10')
    assert.ok(first.headers.has('elements-next-page-token'))
    assert.equal(new Set(all.map((row) => row.id)).size, all.length)
    assert.ok(all.some((row) => row.id === id) && all.length > 10)
    for (const row of all) {
      for (const [name, value] of Object.entries(row)) {
        assert.ok(
          definition.fields.some(({ path }) => path === name),
          `a row has ${name}`,
        )
        assert.equal(typeof value, 'string', name)
      }
      assert.match(row.created, moment)
    }
  })

  it('sorts it by when contacts were created', async () => {
    const rows: Row[] = await open().get('myContacts', { orderBy: 'created desc', pageSize: '20' })
    const times = rows.map(({ created }) => Date.parse(created))
    assert.deepEqual(
      times,
      times.toSorted((one, other) => other - one),
    )
    const oldest: Row[] = await open().get('myContacts', { orderBy: 'created asc', pageSize: '1' })
    assert.ok(Date.parse(oldest[0].created) <= times.at(-1)!)
  })

  it('reads some fields alone', async () => {
    const rows: Row[] = await open().get('myContacts', { fields: 'lastName,email', where: `email='${person.email}'` })
    assert.deepEqual(rows, [{ lastName: 'Quill', email: person.email }])
    assert.deepEqual(await open().get(`myContacts/${id}`, { fields: 'firstName' }), { firstName: 'Ottilie' })
  })

  it('is told of a field that there is not', async () => {
    const { status, body } = await open().call('GET', 'myContacts', { query: { orderBy: 'shoeSize' } })
    assert.equal(status, 400)
    assert.match(body.message, /^Field shoeSize cannot be used in orderBy: myContacts does not map it; mapped: /)
  })

  it('finds the resource and its fields among the objects', async () => {
    assert.ok((await open().get('objects')).includes('myContacts'))
    const { fields } = await open().get('objects/myContacts/metadata')
    assert.deepEqual(
      fields.map(({ path, type }: Row) => ({ path, type })),
      definition.fields.map(({ path, type }) => ({ path, type })),
    )
    assert.equal(fields[1].displayName, 'First name')
    assert.equal(fields[0].vendorReadOnly, true)
  })

  it('deletes the contact', async () => {
    assert.equal((await open().call('DELETE', `myContacts/${id}`)).status, 200)
    assert.equal((await open().call('GET', `myContacts/${id}`)).status, 404)
  })
}

const moment = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/
