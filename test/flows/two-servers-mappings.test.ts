/** Two servers on one database: common resources change through one, and calls through the other are mapped accordingly within a second. */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { type Connected, createTestApp, type TestApp } from '../app.ts'
import { seeElsewhere } from './see-elsewhere.ts'

const nothingElse = { type: 'passThrough', properties: { fromVendor: false, toVendor: false } }

describe('common resources, told from one server to another', () => {
  let test: TestApp
  let other: TestApp['call']
  let connected: Connected
  let account: string
  before(async () => {
    test = await createTestApp()
    other = await test.startAnother()
    connected = await test.connect()
    account = `/accounts/${(await test.call('GET', '/accounts')).body[0].id}`
  })
  after(() => test.close())

  /** What the other server makes of a contact under a name: the record, or the status. */
  const recordOf = (name: string) => async () => {
    const { status, body } = await other('GET', `/hubs/crm/${name}/1`, { authorization: connected.authorization })
    return status === 200 ? body : status
  }
  const field = (constant: string, path = 'a') => ({
    ...{ path, vendorPath: 'NoSuchField', type: 'string' },
    configuration: [{ type: 'defaultValue', properties: { fromVendor: constant } }],
  })
  const mapping = (constant: string) => ({ vendorName: 'contacts', fields: [field(constant)], configuration: [nothingElse] })
  const define = (place: string, name: string, fields: readonly object[]) =>
    test.call('POST', `${place}/objects/${name}/definitions`, { body: { fields } })

  it('transformations of organization, account and instance are made, changed and deleted', async () => {
    const ask = recordOf('leveled')
    let before: unknown = 400
    const places = {
      organization: ['/organizations', '/organizations/elements/infusionsoftcrm/transformations/leveled'],
      account: [account, `${account}/elements/infusionsoftcrm/transformations/leveled`],
      instance: [`/instances/${connected.id}`, `/instances/${connected.id}/transformations/leveled`],
    }
    for (const [level, [place, path]] of Object.entries(places) as [string, [string, string]][]) {
      assert.equal((await define(place, 'leveled', [{ path: 'a', type: 'string' }])).status, 200, level)
      for (const [method, constant] of [
        ['POST', level],
        ['PUT', `changed ${level}`],
      ] as const) {
        const change = () => test.call(method, path, { body: mapping(constant) })
        await seeElsewhere({ what: `${method} ${level}`, ask, before, after: { a: constant }, change })
        before = { a: constant }
      }
    }
    const rest = [{ a: 'changed account' }, { a: 'changed organization' }, 400]
    for (const [index, [, path]] of Object.values(places).reverse().entries()) {
      const change = () => test.call('DELETE', path!)
      await seeElsewhere({ what: `DELETE ${path}`, ask, before, after: rest[index], change })
      before = rest[index]
    }
  })

  it('a definition changes the type of a field', async () => {
    const place = '/organizations/objects/typed/definitions'
    await define('/organizations', 'typed', [{ path: 'id', type: 'string' }])
    const fields = [{ path: 'id', vendorPath: 'id', vendorType: 'number' }]
    const body = { vendorName: 'contacts', fields, configuration: [nothingElse] }
    const made = await test.call('POST', '/organizations/elements/infusionsoftcrm/transformations/typed', { body })
    assert.equal(made.status, 200, made.text)
    const ask = async () => typeof (await recordOf('typed')()).id
    const change = () => test.call('PUT', place, { body: { fields: [{ path: 'id', type: 'number' }] } })
    await seeElsewhere({ what: 'type', ask, before: 'string', after: 'number', change })
  })

  it('a VDR is renamed, shows another path, and is deleted', async () => {
    const vdr = await test.call('POST', '/vdrs', {
      body: { objectName: 'human', fields: [{ path: 'a', type: 'string', level: 'organization' }] },
    })
    const transformation = { ...mapping('x'), elementKey: 'infusionsoftcrm', level: 'organization' }
    const fields = [{ ...field('x'), level: 'organization' }]
    const made = await test.call('POST', `/vdrs/${vdr.body.id}/transformations`, { body: { ...transformation, fields } })
    assert.equal(made.status, 200, made.text)
    const path = `/vdrs/${vdr.body.id}`
    const patch = (body: unknown) => () => test.call('PATCH', path, { body })
    const [old, renamed] = [recordOf('human'), recordOf('person')]
    assert.equal(await renamed(), 400)
    await seeElsewhere({ what: 'renamed', ask: old, before: { a: 'x' }, after: 400, change: patch({ objectName: 'person' }) })
    assert.deepEqual(await renamed(), { a: 'x' })
    const moved = patch({ fields: [{ ...vdr.body.fields[0], path: 'b' }] })
    await seeElsewhere({ what: 'path', ask: renamed, before: { a: 'x' }, after: { b: 'x' }, change: moved })
    await seeElsewhere({ what: 'deleted', ask: renamed, before: { b: 'x' }, after: 400, change: () => test.call('DELETE', path) })
  })

  it("a VDR of the system is mapped, changed and deleted: everybody's", async () => {
    const ask = recordOf('everybodys')
    const fields = [{ path: 'a', type: 'string', level: 'system' }]
    const { body } = await test.call('POST', '/vdrs?systemOnly=true', { body: { objectName: 'everybodys', fields } })
    const path = `/vdrs/${body.id}`
    const transformation = (constant: string) => ({
      ...{ ...mapping(constant), elementKey: 'infusionsoftcrm', level: 'system' },
      fields: [{ ...field(constant), level: 'system' }],
    })
    let id = 0
    const map = async () => {
      const reply = await test.call('POST', `${path}/transformations`, { body: transformation('one') })
      id = reply.body.id
      return reply
    }
    await seeElsewhere({ what: 'mapped', ask, before: 400, after: { a: 'one' }, change: map })
    const change = () => test.call('PUT', `${path}/transformations/${id}`, { body: transformation('two') })
    await seeElsewhere({ what: 'changed', ask, before: { a: 'one' }, after: { a: 'two' }, change })
    await seeElsewhere({ what: 'deleted', ask, before: { a: 'two' }, after: 400, change: () => test.call('DELETE', path) })
  })
})
