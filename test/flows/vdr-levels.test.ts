/** Levels of common resources in one list (contract 9.1, 9.5, 9.8; trap 29 of the core contract, trap 29 of the asynchronous one): what a user may not write is ignored, told, and never touched. */
import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, it } from 'node:test'
import { createTestApp, type TestApp } from '../app.ts'
import { addPerson, ignoredIn, type Person } from './vdr-people.ts'

interface Field {
  id: number
  path: string
  level: string
  associatedId?: number
  vdrFieldId?: number
  vendorPath?: string
}

describe('levels of common resources', () => {
  let test: TestApp
  let chief: Person
  let admin: Person
  let user: Person
  let keeper: Person
  before(async () => {
    test = await createTestApp()
    chief = await addPerson(test, 'chief', ['org-admin'])
    admin = await addPerson(test, 'admin', ['admin'])
    user = await addPerson(test, 'user', ['default-user'])
    keeper = await addPerson(test, 'keeper', ['org-admin', 'vdrAdmin'])
  })
  beforeEach(async () => {
    await test.database.db.deleteFrom('common_resources').execute()
  })
  after(() => test.close())

  const ofAllLevels = ({ instanceId }: Person) => ({
    objectName: 'people',
    fields: [
      { path: 'ofOrganization', type: 'string', level: 'organization' },
      { path: 'ofAccount', type: 'string', level: 'account' },
      { path: 'ofInstance', type: 'string', level: 'instance', associatedId: instanceId },
      { path: 'ofInstanceToo', type: 'string', level: 'instance', associatedId: instanceId },
    ],
  })
  const mapping = (fields: readonly Field[]) => ({
    elementKey: 'infusionsoftcrm',
    vendorName: 'contacts',
    configuration: [{ type: 'inherit' }, { type: 'passThrough', properties: { fromVendor: false, toVendor: false } }],
    fields: fields.map(({ id, path, level, associatedId }) => ({
      vdrFieldId: id,
      level,
      associatedId,
      vendorPath: `of_${path}`,
      type: 'string',
    })),
  })
  const paths = (body: { fields: Field[] }) => body.fields.map(({ path }) => path)
  const stored = async () =>
    (await test.database.db.selectFrom('object_definitions').select(['level', 'fields']).orderBy('id').execute()).map(
      ({ level, fields }) => [level, (fields as unknown as Field[]).map(({ path }) => path)],
    )

  it('an administrator of the organization writes those of organization, account and instance', async () => {
    const made = await chief.call('POST', '/vdrs', ofAllLevels(chief))
    assert.equal(made.status, 200, made.text)
    assert.equal(ignoredIn(made), null)
    assert.deepEqual(paths(made.body), ['ofOrganization', 'ofAccount', 'ofInstance', 'ofInstanceToo'])
    const [first, second, third] = made.body.fields as Field[]
    assert.deepEqual([first!.level, first!.associatedId], ['organization', 1])
    assert.deepEqual([second!.level, second!.associatedId], ['account', chief.accountId])
    assert.deepEqual([third!.level, third!.associatedId], ['instance', chief.instanceId])
    assert.ok(made.body.fields.every(({ id }: Field) => typeof id === 'number'))
    const url = `/vdrs/${made.body.id}`
    assert.deepEqual((await chief.call('GET', url)).body, made.body)
    const fields = [{ ...first!, path: 'renamed' }, second, third, { path: 'fourth', level: 'organization' }]
    const changed = await chief.call('PUT', url, { ...made.body, objectName: 'humans', fields })
    assert.deepEqual([changed.status, ignoredIn(changed)], [200, null])
    assert.equal(changed.body.objectName, 'humans')
    assert.deepEqual(paths(changed.body), ['renamed', 'fourth', 'ofAccount', 'ofInstance'])
    assert.equal(changed.body.fields[0].id, first!.id)
    const gone = await chief.call('DELETE', url)
    assert.deepEqual([gone.status, gone.text, ignoredIn(gone)], [200, '', null])
    assert.equal((await chief.call('GET', url)).status, 404)
  })

  it('trap 29: an administrator of an account writes those of account and instance; the rest is ignored and told', async () => {
    const made = await admin.call('POST', '/vdrs', ofAllLevels(admin))
    assert.equal(made.status, 200, made.text)
    assert.match(ignoredIn(made)!, /fields of level organization were ignored/)
    assert.deepEqual(paths(made.body), ['ofAccount', 'ofInstance', 'ofInstanceToo'])
    const url = `/vdrs/${made.body.id}`
    assert.equal(ignoredIn(await admin.call('GET', url)), null)
    const fields = [...made.body.fields, { path: 'more', level: 'organization' }, { path: 'other', level: 'account' }]
    const changed = await admin.call('PUT', url, { ...made.body, fields })
    assert.match(ignoredIn(changed)!, /ignored/)
    assert.deepEqual(paths(changed.body), ['ofAccount', 'other', 'ofInstance', 'ofInstanceToo'])
    const gone = await admin.call('DELETE', url)
    assert.deepEqual([gone.status, ignoredIn(gone)], [200, null])
    assert.equal((await admin.call('GET', url)).status, 404)
  })

  it('trap 29: somebody without a role writes those of the own instances only', async () => {
    const made = await user.call('POST', '/vdrs', ofAllLevels(user))
    assert.equal(made.status, 200, made.text)
    assert.match(ignoredIn(made)!, /level organization were ignored.*level account were ignored/)
    assert.deepEqual(paths(made.body), ['ofInstance', 'ofInstanceToo'])
    const foreign = await user.call('PUT', `/vdrs/${made.body.id}`, ofAllLevels(admin))
    assert.match(ignoredIn(foreign)!, /name no element instance of this account/)
    assert.deepEqual(paths(foreign.body), [])
    assert.deepEqual((await user.call('DELETE', `/vdrs/${made.body.id}`)).text, '')
    assert.equal((await user.call('GET', `/vdrs/${made.body.id}`)).status, 404)
  })

  it('trap 29: what is ignored is never touched, whatever is sent or deleted', async () => {
    const { id, fields } = (await chief.call('POST', '/vdrs', ofAllLevels(chief))).body
    const before = await stored()
    for (const who of [admin, user]) {
      assert.deepEqual(paths((await who.call('GET', `/vdrs/${id}`)).body), ['ofOrganization'], 'sees nothing of the other account')
      const body = {
        objectName: 'taken',
        description: 'mine',
        fields: [
          { ...fields[0], path: 'stolen' },
          { ...fields[1], path: 'stolen too' },
        ],
      }
      const changed = await who.call('PUT', `/vdrs/${id}`, body)
      assert.equal(changed.status, 200)
      assert.match(ignoredIn(changed)!, /objectName was ignored/)
      assert.match(ignoredIn(changed)!, /fields of level organization were ignored/)
      assert.deepEqual([changed.body.objectName, changed.body.description], ['people', undefined])
      const gone = await who.call('DELETE', `/vdrs/${id}`)
      assert.equal(gone.status, 200)
      assert.match(ignoredIn(gone)!, /level organization was ignored/)
      assert.equal((await who.call('PATCH', '/common-resources/people', { name: 'taken' })).status, 403)
    }
    assert.deepEqual(await stored(), before)
    assert.deepEqual((await chief.call('GET', `/vdrs/${id}`)).body.fields, fields)
  })

  it('what another account says under a name is not there for this one, and stays when this one goes', async () => {
    const made = await admin.call('POST', '/vdrs', { objectName: 'people', fields: [{ path: 'theirs' }] })
    assert.equal((await user.call('GET', `/vdrs/${made.body.id}`)).status, 404)
    assert.equal((await user.call('GET', '/vdrs')).status, 404)
    const own = await user.call('POST', '/vdrs', {
      objectName: 'people',
      fields: [{ path: 'ours', level: 'instance', instanceId: user.instanceId }],
    })
    assert.deepEqual([own.status, paths(own.body)], [200, ['ours']])
    assert.equal((await user.call('DELETE', `/vdrs/${own.body.id}`)).status, 200)
    assert.deepEqual(paths((await admin.call('GET', `/vdrs/${made.body.id}`)).body), ['theirs'])
  })

  it('a field without a level goes to the highest that its writer may write, or to the instance that the body names', async () => {
    const levelOf = async (who: Person, body: object) =>
      (
        await who.call('POST', '/vdrs', {
          objectName: `of ${who.accountId} ${JSON.stringify(Object.keys(body))}`,
          fields: [{ path: 'a' }],
          ...body,
        })
      ).body.fields[0]?.level
    assert.equal(await levelOf(chief, {}), 'organization')
    assert.equal(await levelOf(admin, {}), 'account')
    assert.equal(await levelOf(user, {}), undefined)
    assert.equal(await levelOf(user, { instanceId: user.instanceId }), 'instance')
    assert.equal(await levelOf(chief, { level: 'account' }), 'account')
  })

  it('a field that a lower level hides is shown once, and kept when the list comes back', async () => {
    const { id } = (
      await chief.call('POST', '/vdrs', { objectName: 'people', fields: [{ path: 'name', type: 'string' }, { path: 'age' }] })
    ).body
    const hiding = await chief.call('PATCH', `/vdrs/${id}`, { fields: [{ path: 'name', type: 'number', level: 'account' }] })
    assert.deepEqual(
      hiding.body.fields.map(({ path, type, level }: Field & { type: string }) => [path, type, level]),
      [
        ['age', undefined, 'organization'],
        ['name', 'number', 'account'],
      ],
    )
    await chief.call('PUT', `/vdrs/${id}`, hiding.body)
    assert.deepEqual(await stored(), [
      ['organization', ['name', 'age']],
      ['account', ['name']],
    ])
  })

  it("the system's common resources are kept by vdrAdmin alone; others extend them, and their own part alone goes", async () => {
    const system = { objectName: 'people', fields: ['a', 'b', 'c', 'd'].map((path) => ({ path, type: 'string', level: 'system' })) }
    assert.equal((await chief.call('POST', '/vdrs?systemOnly=true', system)).status, 403)
    const made = await keeper.call('POST', '/vdrs?systemOnly=true', system)
    assert.equal(made.status, 200, made.text)
    const { id } = made.body
    const [first, ...rest] = made.body.fields as Field[]
    const fields = [{ ...first!, path: 'stolen' }, ...rest, { path: 'added', level: 'instance', instanceId: user.instanceId }]
    const extended = await user.call('PUT', `/vdrs/${id}`, { objectName: 'other', fields })
    assert.deepEqual([extended.status, extended.body.objectName], [200, 'people'])
    assert.deepEqual(paths(extended.body), ['a', 'b', 'c', 'd', 'added'])
    assert.deepEqual(paths((await user.call('GET', `/vdrs/${id}?systemOnly=true`)).body), ['a', 'b', 'c', 'd'])
    assert.deepEqual(paths((await user.call('GET', `/vdrs/${id}`)).body), ['a', 'b', 'c', 'd', 'added'])
    assert.deepEqual(paths((await admin.call('GET', `/vdrs/${id}`)).body), ['a', 'b', 'c', 'd'])
    assert.equal((await user.call('PUT', `/vdrs/${id}?systemOnly=true`, system)).status, 403)
    const gone = await user.call('DELETE', `/vdrs/${id}`)
    assert.equal(gone.status, 200)
    assert.match(ignoredIn(gone)!, /level system was ignored/)
    assert.deepEqual(paths((await user.call('GET', `/vdrs/${id}`)).body), ['a', 'b', 'c', 'd'])
    assert.equal((await keeper.call('DELETE', `/vdrs/${id}?systemOnly=true`)).status, 200)
    assert.equal((await user.call('GET', `/vdrs/${id}`)).status, 404)
  })

  it('trap 29: transformations of several levels are one, of which each writes the own levels', async () => {
    const made = (await chief.call('POST', '/vdrs', ofAllLevels(chief))).body
    const url = `/vdrs/${made.id}/transformations`
    const mapped = await chief.call('POST', url, mapping(made.fields))
    assert.equal(mapped.status, 200, mapped.text)
    assert.deepEqual([mapped.body.fields.length, ignoredIn(mapped)], [4, null])
    assert.deepEqual(paths(mapped.body), paths(made))
    const one = `${url}/${mapped.body.id}`
    assert.deepEqual((await chief.call('GET', one)).body, mapped.body)
    assert.equal((await chief.call('GET', `/vdrs/${made.id}`)).body.mappedElementIds.length, 1)
    const fewer = await chief.call('PUT', one, { ...mapped.body, vendorName: 'companies', fields: mapped.body.fields.slice(0, 3) })
    assert.deepEqual([fewer.status, fewer.body.vendorName, fewer.body.fields.length], [200, 'companies', 3])
    const extended = (await admin.call('PUT', `/vdrs/${made.id}`, { fields: ofAllLevels(admin).fields })).body
    const theirs = await admin.call('PUT', one, mapping(extended.fields))
    assert.match(ignoredIn(theirs)!, /fields of level organization were ignored/)
    assert.deepEqual(
      theirs.body.fields.map(({ level }: Field) => level),
      ['organization', 'account', 'instance', 'instance'],
    )
    const removed = await admin.call('DELETE', one)
    assert.match(ignoredIn(removed)!, /ignored/)
    assert.deepEqual(
      (await admin.call('GET', one)).body.fields.map(({ level }: Field) => level),
      ['organization'],
    )
    assert.equal((await chief.call('GET', one)).body.fields.length, 3)
    assert.deepEqual((await chief.call('DELETE', one)).text, '')
    assert.equal((await chief.call('GET', one)).status, 404)
    assert.equal((await chief.call('GET', url)).status, 404)
  })

  it('a transformation is shown for one instance with what holds for that', async () => {
    const made = (await chief.call('POST', '/vdrs', ofAllLevels(chief))).body
    const { id } = (await chief.call('POST', `/vdrs/${made.id}/transformations`, mapping(made.fields))).body
    const one = `/vdrs/${made.id}/transformations/${id}`
    const hiding = { path: 'ofAccount', vendorPath: 'nearer', level: 'instance', associatedId: chief.instanceId }
    const body = { ...(await chief.call('GET', one)).body }
    await chief.call('PUT', one, { ...body, fields: [...body.fields, hiding] })
    assert.equal((await chief.call('GET', one)).body.fields.length, 5)
    const shown = (await chief.call('GET', `${one}?instanceId=${chief.instanceId}`)).body
    assert.deepEqual(paths(shown), ['ofOrganization', 'ofInstance', 'ofInstanceToo', 'ofAccount'])
    assert.equal((await chief.call('GET', `${one}?instanceId=${user.instanceId}`)).status, 404)
    assert.equal((await chief.call('GET', `${one}?instanceId=x`)).status, 404)
    await chief.call('PUT', `${one}?instanceId=${chief.instanceId}`, shown)
    assert.equal((await chief.call('GET', one)).body.fields.length, 5, 'what was hidden stays')
  })

  it("the system's level is not lost by what a list leaves out", async () => {
    const field = { path: 'a', level: 'system' }
    const { id } = (await keeper.call('POST', '/vdrs?systemOnly=true', { objectName: 'people', fields: [field] })).body
    const part = { elementKey: 'infusionsoftcrm', vendorName: 'contacts', fields: [{ ...field, vendorPath: 'x' }] }
    const mapped = (await keeper.call('POST', `/vdrs/${id}/transformations?systemOnly=true`, part)).body
    const own = await keeper.call('PUT', `/vdrs/${id}`, { fields: [{ path: 'b', level: 'organization' }] })
    assert.deepEqual(paths(own.body), ['a', 'b'])
    const fields = [{ path: 'b', vendorPath: 'y', level: 'organization' }]
    const extended = await keeper.call('PUT', `/vdrs/${id}/transformations/${mapped.id}`, { fields })
    assert.deepEqual(paths(extended.body), ['a', 'b'])
    assert.deepEqual(paths((await keeper.call('PUT', `/vdrs/${id}?systemOnly=true`, { fields: [] })).body), [])
    assert.deepEqual(paths((await chief.call('GET', `/vdrs/${id}`)).body), ['b'])
  })

  it('what is ignored as a whole changes nothing, and an instance is mapped by its own element alone', async () => {
    const made = (await chief.call('POST', '/vdrs', ofAllLevels(chief))).body
    const url = `/vdrs/${made.id}/transformations`
    const own = await admin.call('POST', url, {
      elementKey: 'infusionsoftcrm',
      vendorName: 'contacts',
      fields: [{ path: 'ofOrganization', vendorPath: 'x' }],
    })
    assert.equal(own.body.fields[0].level, 'account')
    const ignored = await admin.call('PUT', `${url}/${own.body.id}`, { fields: [{ path: 'y', vendorPath: 'z', level: 'organization' }] })
    assert.deepEqual([ignored.status, ignored.body], [200, own.body])
    const instance = { level: 'instance', associatedId: chief.instanceId }
    const fields = [
      { path: 'a', vendorPath: 'b', level: 'organization' },
      { path: 'c', vendorPath: 'd', ...instance },
    ]
    const other = await chief.call('POST', url, { elementKey: 'sfdc', vendorName: 'Contact', fields })
    assert.deepEqual([other.status, paths(other.body)], [200, ['a']])
    assert.match(ignoredIn(other)!, /no element instance of this account and element/)
  })

  it('a transformation keeps its id when the level goes whose it was, and ids may come as texts', async () => {
    const made = (await chief.call('POST', '/vdrs', ofAllLevels(chief))).body
    const url = `/vdrs/${made.id}/transformations`
    const texts = mapping(made.fields.map((field: Field) => ({ ...field, id: String(field.id) })))
    const mapped = (await chief.call('POST', url, texts)).body
    assert.deepEqual(paths(mapped), paths(made))
    const fewer = await chief.call('PUT', `${url}/${mapped.id}`, { fields: mapped.fields.slice(1), configuration: [] })
    assert.deepEqual([fewer.status, fewer.body.id, fewer.body.fields.length], [200, mapped.id, 3])
    assert.deepEqual((await chief.call('GET', `${url}/${mapped.id}`)).body, fewer.body)
    const renamed = [{ ...made.fields[0], id: String(made.fields[0].id), path: 'new' }]
    const put = await chief.call('PATCH', `/vdrs/${made.id}`, { fields: renamed })
    assert.deepEqual([put.body.fields[0].path, put.body.fields[0].id], ['new', made.fields[0].id])
  })

  it('with nothing that may be written there is no transformation', async () => {
    const made = (await chief.call('POST', '/vdrs', ofAllLevels(chief))).body
    const reply = await user.call('POST', `/vdrs/${made.id}/transformations`, mapping(made.fields.slice(0, 1)))
    assert.equal(reply.status, 403)
  })

  it('shows nobody what another account says beside the fields of the same name, nor who says it', async () => {
    const secret = { description: 'ours alone', vdrShared: true, vdrShareLevel: 'organization' }
    const first = await chief.call('POST', '/vdrs', { objectName: 'people', ...secret, fields: [{ path: 'a', level: 'account' }] })
    const second = await admin.call('POST', '/vdrs', { objectName: 'people', fields: [{ path: 'b', level: 'account' }] })
    assert.equal(second.status, 200, second.text)
    const { description, vdrShared, vdrShareLevel, accountId, userId } = second.body
    assert.deepEqual([description, vdrShared, vdrShareLevel, accountId], [undefined, false, 'account', admin.accountId])
    assert.notEqual(userId, first.body.userId)
    assert.ok(second.body.createdDate > first.body.createdDate, 'when it was made is told neither')
    assert.equal((await admin.call('GET', '/common-resources/people')).body.description, undefined)
    assert.equal((await admin.call('GET', '/vdrs/people/export')).body.definition.description, undefined)

    const said = await admin.call('PATCH', `/vdrs/${second.body.id}`, { description: 'theirs' })
    assert.deepEqual([ignoredIn(said), said.body.description], [null, 'theirs'])
    const still = (await chief.call('GET', `/vdrs/${first.body.id}`)).body
    assert.deepEqual(
      [still.description, still.vdrShared, still.vdrShareLevel, still.accountId],
      [...Object.values(secret), chief.accountId],
    )

    const moved = await admin.call('PATCH', '/accounts/objects/people', { objectName: 'persons' })
    assert.equal(moved.status, 200, moved.text)
    const renamed = (await admin.call('GET', '/common-resources/persons')).body
    assert.equal(renamed.description, 'theirs', 'a new name takes along what its own account said')
  })

  it("lets an account say beside the fields what it will over the organization's word, which others keep", async () => {
    const { id } = (await chief.call('POST', '/vdrs', { ...ofAllLevels(chief), description: 'of all' })).body
    const seen = await admin.call('PUT', `/vdrs/${id}`, { fields: [{ path: 'mine', level: 'account' }] })
    assert.equal(seen.body.description, 'of all')
    const said = await admin.call('PATCH', `/vdrs/${id}`, { description: 'of ours' })
    assert.deepEqual([ignoredIn(said), said.body.description], [null, 'of ours'])
    assert.equal((await chief.call('GET', `/vdrs/${id}`)).body.description, 'of all')
    const cleared = await admin.call('PATCH', `/vdrs/${id}`, { description: null })
    assert.equal(cleared.body.description, 'of all')
  })

  it('shows a name of which nobody says anything to the account that made it alone', async () => {
    const made = await user.call('POST', '/vdrs', { objectName: 'empty', fields: [{ path: 'a', level: 'organization' }] })
    assert.match(ignoredIn(made)!, /fields of level organization were ignored/)
    assert.equal((await user.call('GET', `/vdrs/${made.body.id}`)).status, 200)
    assert.equal((await admin.call('GET', `/vdrs/${made.body.id}`)).status, 404)
    assert.equal((await admin.call('GET', '/common-resources')).status, 404)
    const taken = await admin.call('POST', '/vdrs', { objectName: 'empty', fields: [{ path: 'b', level: 'account' }] })
    assert.deepEqual([taken.status, paths(taken.body)], [200, ['b']])
  })
})
