/** A client that reads a record, changes one field and sends all of it back: nothing else of the vendor's record may change. */
import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { login, startFor } from '../../simulators/keap/test-client.ts'
import { readElementFolder } from '../../src/elements/document/read-folder.ts'
import { createCaller, createInstance, openParts, readJson } from '../call-instance.ts'

type Row = Record<string, unknown>

async function openCrm(t: TestContext) {
  const keap = await startFor(t)
  const tokens = await login(keap.url)
  const document = await readElementFolder(new URL('../../elements/infusionsoftcrm', import.meta.url).pathname)
  const configuration = { 'base.url': `${keap.url}/crm` }
  const credential = { kind: 'bearer', token: tokens.access_token, generation: 1 } as const
  const call = createCaller(openParts(t), createInstance(document, { configuration, credential }))
  const store = keap.state.tenants.get('ab123.infusionsoft.com')!.tables
  /** The record as the vendor stores it. */
  const readRaw = async (table: string, id: unknown): Promise<Row> => {
    const {
      update_time: _time,
      last_updated_by: _by,
      ...row
    } = (await (await fetch(`${keap.url}/_simulator/records/ab123.infusionsoft.com/${table}/${id}`)).json()) as Row
    return row
  }
  return { keap, call, store, readRaw }
}

const contact = {
  FirstName: 'Ada',
  LastName: 'Lovelace',
  Email: 'ada@example.com',
  EmailAddress2: 'ada2@example.com',
  Phone1: '111',
  Phone1Ext: '7',
  Fax1: '333',
  StreetAddress1: '1 Main St',
  City: 'Austin',
  State: 'Texas',
  PostalCode: '73301',
  Country: 'United States',
  City2: 'Lyon',
  PostalCode2: '69001',
  Country2: 'France',
}
const account = {
  Company: 'Ada & Co',
  Email: 'office@example.com',
  Phone1: '111',
  Fax1: '333',
  StreetAddress1: '1 Main St',
  City: 'Austin',
  State: 'Texas',
  PostalCode: '73301',
  Country: 'United States',
}

/** What only the vendor's own screens can set, beside the values that the hub knows. */
function addCompanions(row: Row): void {
  const items = (name: string) => [row[name] ?? []].flat() as Row[]
  for (const email of [...items('email_addresses'), ...items('email_address')])
    Object.assign(email, { opt_in_reason: 'Asked at the fair', is_opt_in: true, email_opt_status: 'SINGLE_OPT_IN' })
  for (const address of [...items('addresses'), ...items('address')])
    Object.assign(address, { zip_code: address['postal_code'], zip_four: '0001' })
}

for (const [path, table, sent] of [
  ['/contacts', 'contacts', contact],
  ['/accounts', 'companies', account],
] as const) {
  test(`${path}: its own GET body with another JobTitle changes the job title and nothing else`, async (t) => {
    const { call, store, readRaw } = await openCrm(t)
    const { id } = readJson(await call('POST', path, { json: sent }))
    addCompanions(store[table].rows.get(String(id)) as Row)
    const before = await readRaw(table, id)
    assert.match(JSON.stringify(before), /Asked at the fair.*"region_code":|"region_code":.*Asked at the fair/)
    const read = readJson(await call('GET', `${path}/${id}`))
    await call('PATCH', `${path}/${id}`, { json: { ...read, JobTitle: 'Countess' } })
    assert.deepEqual(await readRaw(table, id), { ...before, job_title: 'Countess' })
  })

  test(`${path}: a changed state and e-mail address take what contradicts them away`, async (t) => {
    const { call, store, readRaw } = await openCrm(t)
    const { id } = readJson(await call('POST', path, { json: sent }))
    addCompanions(store[table].rows.get(String(id)) as Row)
    await call('PATCH', `${path}/${id}`, { json: { ...sent, State: 'Nevada', Email: 'new@example.com' } })
    const raw = await readRaw(table, id)
    const [email] = [raw['email_addresses'] ?? raw['email_address']].flat() as Row[]
    const [address] = [raw['addresses'] ?? raw['address']].flat() as Row[]
    assert.deepEqual([email!['email'], email!['opt_in_reason']], ['new@example.com', undefined])
    assert.deepEqual([address!['region'], address!['region_code'], address!['zip_code']], ['Nevada', 'US-NV', '73301'])
  })
}
