/** Names of fields as clients write them, against vendors that describe their fields: understood alike in `where`, `orderBy` and `fields`, and misspelt ones at no cost. */
import assert from 'node:assert/strict'
import { describe, it, test } from 'node:test'
import { openCrm } from './hubspotcrm-parts.ts'
import { useZoho } from './zohocrmv2-server.ts'

test('hubspotcrm: a property that the account does not have is refused without a search, with those that it has', async (t) => {
  const { call, sent } = await openCrm(t)
  const message = /nope .*firstname/
  await assert.rejects(call('GET', '/contacts', { query: { where: "nope='x'" } }), { code: 'field-not-searchable', message })
  await assert.rejects(call('GET', '/contacts', { query: { where: "properties.nope='x' or city='y'" } }), { code: 'field-not-searchable' })
  await assert.rejects(call('GET', '/contacts', { query: { orderBy: 'nope' } }), { code: 'field-not-sortable', message })
  assert.deepEqual([...new Set(sent.map(({ path }) => path))], ['/crm/v3/properties/contacts'])
})

test('hubspotcrm: a property is answered with and without the member that it is nested in', async (t) => {
  const { call, get, sent } = await openCrm(t)
  const [row] = await get('/contacts', { fields: 'firstname,properties.lastname,id', pageSize: '1' })
  assert.deepEqual(
    [Object.keys(row), Object.keys(row.properties).sort()],
    [
      ['id', 'properties'],
      ['firstname', 'lastname'],
    ],
  )
  assert.match(sent.at(-1)!.query.get('properties')!, /^firstname,lastname/)
  const { headers } = await call('GET', `/contacts/${row.id}`, { query: { fields: 'firstname,nope,properties.nope' } })
  assert.equal(headers['Elements-Error'], 'fields: no record here has nope, properties.nope')
})

describe('zohocrmv2', () => {
  const crm = useZoho()

  it('refuses a misspelt field without a list call, and a condition that its search does not know for the reason', async () => {
    for (const query of [{ where: "Nope='x'" }, { orderBy: 'Nope' }, { where: "Description like '%x' and Nope is null" }]) {
      const { status, text, asked } = await crm.get('/contacts', query)
      assert.equal(status, 400)
      assert.match(text, /Field Nope .*Last_Name/)
      assert.ok(
        asked.every((each) => each.includes('/settings/')),
        asked.join(),
      )
    }
    for (const where of ["word!='Novak'", "word like 'No%'", "word in ('a','b')", "word='x' or Last_Name='y'"]) {
      const { status, text, asked } = await crm.get('/contacts', { where })
      assert.deepEqual([status, asked.filter((each) => !each.includes('/settings/'))], [400, []], where)
      assert.match(text, /word/)
    }
  })

  it('answers fields by names in any case', async () => {
    const { body, headers } = await crm.get('/contacts', { fields: 'last_name,OWNER.name', pageSize: '1' })
    assert.deepEqual([Object.keys(body[0]).sort(), headers.get('elements-error')], [['Last_Name', 'Owner'], null])
  })
})
