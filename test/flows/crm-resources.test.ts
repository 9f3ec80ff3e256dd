/** Every other resource of the element through the hub: create, retrieve, update, search, delete, by the wire names of the original. */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { type Connected, createTestApp, type TestApp } from '../app.ts'

interface Case {
  readonly resource: string
  readonly create: Readonly<Record<string, unknown>>
  readonly update: Readonly<Record<string, unknown>>
  readonly where?: string
  /** What the vendor no longer takes, and the words of the refusal. */
  readonly refused: readonly (readonly [body: Readonly<Record<string, unknown>>, message: RegExp])[]
}

const cases: readonly Case[] = [
  {
    resource: 'accounts',
    create: { Company: 'Octave Ltd', Email: 'office@octave.example', Phone1: '555 1' },
    update: { Website: 'https://octave.example' },
    where: "Company='Octave Ltd'",
    refused: [[{ Company: 'Two phones', Phone2: '555 2' }, /^Phone2: /]],
  },
  {
    resource: 'opportunities',
    create: { OpportunityTitle: 'Grand piano', ContactID: 1 },
    update: { NextActionNotes: 'Call on Monday' },
    where: "OpportunityTitle='Grand piano'",
    refused: [[{ OpportunityTitle: 'Nobody’s' }, /ContactID/]],
  },
  {
    resource: 'leads',
    create: { OpportunityTitle: 'Upright piano', ContactID: 2 },
    update: { OpportunityNotes: 'Asked twice' },
    where: "OpportunityTitle='Upright piano'",
    refused: [[{ OpportunityTitle: 'Nobody’s' }, /ContactID/]],
  },
  {
    resource: 'tasks',
    create: { ActionDescription: 'Tune it', ContactId: 1, UserID: 1, Priority: 1 },
    update: { ActionDescription: 'Tune it well' },
    refused: [[{ ActionDescription: 'Whose?' }, /UserID/]],
  },
  {
    resource: 'notes',
    create: { ActionDescription: 'Visit', CreationNotes: 'Liked the tone', ContactId: 1, UserID: 1 },
    update: { CreationNotes: 'Liked the tone a lot' },
    refused: [[{ CreationNotes: 'Whose?', ContactId: 1 }, /UserID/]],
  },
  {
    resource: 'products',
    create: { ProductName: 'Metronome', ProductPrice: 12.34, ShortDescription: 'Ticks' },
    update: { ProductPrice: 20 },
    refused: [[{ ProductName: 'No price' }, /price/]],
  },
]

describe('the resources of the CRM hub', () => {
  let test: TestApp
  let hub: Connected
  before(async () => {
    test = await createTestApp()
    hub = await test.connect()
  })
  after(() => test.close())

  const assertHas = (body: Record<string, unknown>, wanted: Readonly<Record<string, unknown>>) => {
    for (const [name, value] of Object.entries(wanted)) assert.deepEqual(body[name], value, name)
  }

  for (const { resource, create, update, where, refused } of cases) {
    it(`trap 26: ${resource}: a created one has an id, and is read, changed, listed and deleted by it`, async () => {
      const path = `/hubs/crm/${resource}`
      const created = await hub.call('POST', path, { body: create })
      assert.equal(created.status, 200, created.text)
      const { id, Id } = created.body
      assert.ok(Number.isInteger(id))
      assert.equal(Id, id)
      assertHas((await hub.call('GET', `${path}/${id}`)).body, { id, ...create })
      const changed = await hub.call('PATCH', `${path}/${id}`, { body: update })
      assert.equal(changed.status, 200, changed.text)
      assertHas((await hub.call('GET', `${path}/${id}`)).body, { id, ...create, ...update })
      const listed = await hub.call('GET', where === undefined ? `${path}?pageSize=1000` : `${path}?where=${encodeURIComponent(where)}`)
      const own = listed.body.find((row: { id: number }) => row.id === id)
      assertHas(own, { ...create, ...update })
      if (where !== undefined) assert.equal(listed.body.length, 1)
      const removed = await hub.call('DELETE', `${path}/${id}`)
      assert.deepEqual([removed.status, removed.text], [200, ''])
      const gone = await hub.call('GET', `${path}/${id}`)
      assert.equal(gone.status, 404, gone.text)
    })

    it(`${resource}: what the vendor no longer can is refused with a reason, before it is asked to write`, async () => {
      const count = () => test.keap.state.requests.filter(({ method }) => method === 'POST').length
      const before = count()
      for (const [body, message] of refused) {
        const reply = await hub.call('POST', `/hubs/crm/${resource}`, { body })
        assert.equal(reply.status, 400)
        assert.match(reply.body.message, message)
      }
      assert.equal(count(), before)
    })
  }

  it('gives a new opportunity the first stage when none is named', async () => {
    const { body } = await hub.call('POST', '/hubs/crm/opportunities', { body: { OpportunityTitle: 'Staged', ContactID: 1 } })
    assert.equal(body.StageID, 18)
    await hub.call('DELETE', `/hubs/crm/opportunities/${body.id}`)
  })

  it('reads users, one and all', async () => {
    const all = await hub.call('GET', '/hubs/crm/users')
    const [first] = all.body
    assert.deepEqual((await hub.call('GET', `/hubs/crm/users/${first.id}`)).body, first)
  })

  it('counts stock up and down', async () => {
    const quantity = async () => (await hub.call('GET', '/hubs/crm/products/1/inventory')).body.Quantity
    const before = await quantity()
    const up = await hub.call('PATCH', '/hubs/crm/products/1/inventory', { body: { Action: 'increase', Quantity: 5 } })
    assert.equal(up.status, 200)
    assert.equal(await quantity(), before + 5)
    await hub.call('PATCH', '/hubs/crm/products/1/inventory', { body: { Action: 'decrease', Quantity: 5 } })
    assert.equal(await quantity(), before)
  })

  it('answers a verb that a resource does not have with 405 and those it has', async () => {
    const reply = await hub.call('DELETE', '/hubs/crm/users/1')
    assert.equal(reply.status, 405)
    assert.equal(reply.headers.get('allow'), 'GET')
  })
})
