/** The Doctor moves common resources: object definitions and transformations (contract 9.2, 9.3, 15), as a file and as folders; what `/vdrs` exports is the same in another form. */
import assert from 'node:assert/strict'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { after, before, beforeEach, test } from 'node:test'
import { createTestApp, type TestApp } from '../app.ts'
import { installDoctor } from './install-doctor.ts'
import { createDoctor, type Doctor } from './run-doctor.ts'

const installed = await installDoctor()
const isSkipped = 'reason' in installed
if (isSkipped) console.log(`The tests of the Doctor and common resources are skipped: ${installed.reason}`)
const named = (what: string) => `${what}${isSkipped ? ' (skipped: the Doctor could not be installed)' : ''}`

const passThrough = { type: 'passThrough', properties: { fromVendor: false, toVendor: false } }
const source = {
  objectDefinitions: {
    myContact: {
      fields: [
        { path: 'company', type: 'string' },
        { path: 'emails[*].address', type: 'string' },
        { path: 'id', type: 'number', displayName: 'Number' },
      ],
    },
    my_empty: { fields: [] },
  },
  transformations: {
    infusionsoftcrm: {
      myContact: {
        vendorName: 'contacts',
        fields: [
          { path: 'id', vendorPath: 'id', type: 'number', vendorType: 'string' },
          {
            path: 'emails[*].address',
            vendorPath: 'email_addresses[*].email',
            type: 'string',
            configuration: [{ type: 'remove', properties: { toVendor: true } }],
          },
        ],
        configuration: [passThrough, { type: 'addToDocumentation' }],
        script: {
          body: 'transformedObject.seen = true\ndone(transformedObject)',
          mimeType: 'application/javascript',
          filterEmptyResponse: false,
        },
        isLegacy: false,
      },
    },
    sfdc: {
      myContact: {
        vendorName: 'Contact',
        fields: [{ path: 'company', vendorPath: 'Account.Name', type: 'string' }],
        configuration: [passThrough],
      },
      my_empty: {
        vendorName: 'Lead',
        fields: [],
        script: { body: 'done({})', mimeType: 'application/javascript', filterEmptyResponse: false },
      },
    },
  },
}

interface Downloaded {
  readonly objectDefinitions: Readonly<Record<string, { fields: { path: string }[] }>>
  readonly transformations: Readonly<Record<string, Readonly<Record<string, { fields: { path: string }[] }>>>>
}

let app: TestApp
let doctor: Doctor
before(async () => {
  app = await createTestApp()
  doctor = createDoctor(installed, app)
})
beforeEach(async () => {
  await app.database.db.deleteFrom('common_resources').execute()
})
after(async () => {
  await app.close()
  doctor.close()
})

const readJson = (name: string): Downloaded => JSON.parse(readFileSync(doctor.path(name), 'utf8'))
const write = (name: string, value: unknown) => writeFileSync(doctor.path(name), JSON.stringify(value))

/** All into one file. This version of the client takes the option only together with a folder, which it does not use then. */
const download = (name: string) => doctor.run('download', 'vdrs', '-f', doctor.path(name), '-d', doctor.path('unused'))

/** Everything that is said in `part` is said in `whole`, at the same place; lists have the same length. */
function assertKept(whole: unknown, part: unknown, place: string): void {
  if (typeof part !== 'object' || part === null) {
    assert.deepEqual(whole, part, place)
    return
  }
  assert.equal(typeof whole, 'object', place)
  if (Array.isArray(part)) assert.equal((whole as unknown[]).length, part.length, place)
  for (const [member, value] of Object.entries(part)) assertKept((whole as Record<string, unknown>)[member], value, `${place}.${member}`)
}

test(named('a file of common resources goes up and comes down, twice, and nothing is lost'), async (t) => {
  if (isSkipped) return t.skip(installed.reason)
  write('source.json', source)
  const created = await doctor.run('upload', 'vdrs', '-f', doctor.path('source.json'))
  assert.equal(created.match(/Created Object/g)?.length, 2)
  assert.equal(created.match(/Created Transformation/g)?.length, 3)
  await download('first.json')
  const first = readJson('first.json')
  assertKept(first, source, 'the file')
  assert.deepEqual(Object.keys(first.transformations).sort(), ['infusionsoftcrm', 'sfdc'])
  const updated = await doctor.run('upload', 'vdrs', '-f', doctor.path('first.json'))
  assert.equal(updated.match(/Updated (Object|Transformation)/g)?.length, 5)
  await download('second.json')
  assert.deepEqual(readJson('second.json'), first)
})

test(named('folders of common resources come down and go up, twice, and nothing is lost'), async (t) => {
  if (isSkipped) return t.skip(installed.reason)
  write('source.json', source)
  await doctor.run('upload', 'vdrs', '-f', doctor.path('source.json'))
  await doctor.run('download', 'vdrs', '-d', doctor.path('folders'))
  const files = listFiles('folders')
  assert.deepEqual(
    files.map(({ path }) => path),
    [
      ...['myContact', 'my_empty'].map((name) => `objectDefinitions/${name}/objectDefinition.json`),
      ...['script.js', 'transformation.json'].map((name) => `transformations/infusionsoftcrm/myContact/${name}`),
      'transformations/sfdc/myContact/transformation.json',
      ...['script.js', 'transformation.json'].map((name) => `transformations/sfdc/my_empty/${name}`),
    ],
  )
  await app.database.db.deleteFrom('common_resources').execute()
  await doctor.run('upload', 'vdrs', '-d', doctor.path('folders'))
  await doctor.run('upload', 'vdrs', '-d', doctor.path('folders'))
  await doctor.run('download', 'vdrs', '-d', doctor.path('again'))
  const [before, now] = [files, listFiles('again')].map((list) => list.map(({ path, text }) => [path, forget(path, text)]))
  assert.deepEqual(now, before)
})

test(named('one of several goes up by its name'), async (t) => {
  if (isSkipped) return t.skip(installed.reason)
  write('source.json', source)
  await doctor.run('upload', 'vdrs', '-f', doctor.path('source.json'), '-n', 'myContact')
  await doctor.run('download', 'vdrs', '-f', doctor.path('one.json'), '-n', 'myContact')
  const { objectDefinitions, transformations } = readJson('one.json')
  assert.deepEqual(Object.keys(objectDefinitions), ['myContact'])
  assert.deepEqual(
    [transformations['sfdc'], transformations['infusionsoftcrm']].map((each) => Object.keys(each ?? {})),
    [['myContact'], ['myContact']],
  )
})

test(named('all are deleted, and then none comes down'), async (t) => {
  if (isSkipped) return t.skip(installed.reason)
  write('source.json', source)
  await doctor.run('upload', 'vdrs', '-f', doctor.path('source.json'))
  await doctor.run('delete', 'vdrs')
  assert.equal((await app.call('GET', '/organizations/objects/definitions')).status, 404)
  await download('none.json')
  assert.deepEqual(readJson('none.json'), { objectDefinitions: {}, transformations: {} })
})

test(named('what goes up in the old form comes down in the new one, and the other way round'), async (t) => {
  if (isSkipped) return t.skip(installed.reason)
  write('source.json', source)
  await doctor.run('upload', 'vdrs', '-f', doctor.path('source.json'))
  await download('old.json')
  const names = (await app.call('GET', '/vdrs')).body.map(({ objectName }: { objectName: string }) => objectName)
  assert.deepEqual(names, ['myContact', 'my_empty'])
  // With the doubled slash that newer versions of the client send.
  const exported = await Promise.all(names.map(async (name: string) => (await app.call('GET', `//vdrs/${name}/export?`)).body))
  assert.ok(exported.every(({ vdrVersion }) => vdrVersion === 'v2'))
  await app.database.db.deleteFrom('common_resources').execute()
  const replies = await Promise.all(exported.map((body) => app.call('PUT', '/vdrs/import', { body })))
  assert.deepEqual(
    replies.map(({ status }) => status),
    [200, 200],
  )
  await download('new.json')
  assertKept(readJson('new.json'), source, 'the file')
  const withoutPlace = (name: string) => forget(name, JSON.stringify(readJson(name)))
  assert.deepEqual(withoutPlace('new.json'), withoutPlace('old.json'))
})

function listFiles(folder: string): { path: string; text: string }[] {
  const root = doctor.path(folder)
  const found = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  return found
    .map((entry) => `${entry.parentPath}/${entry.name}`)
    .sort()
    .map((path) => ({ path: path.slice(root.length + 1), text: readFileSync(path, 'utf8') }))
}

/** JSON without ids and dates, which are of one installation. */
function forget(path: string, text: string): unknown {
  if (!path.endsWith('.json')) return text
  const places = ['id', 'elementId', 'vdrFieldId', 'createdDate', 'startDate']
  return JSON.parse(text, (member, value) => (places.includes(member) && typeof value !== 'object' ? undefined : value))
}
