import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { openTestDatabase } from '../../../test/database.ts'
import type { Database } from '../../store/database.ts'
import { numberFields } from './number-fields.ts'

describe('ids of fields', () => {
  let database: Database
  let close: () => Promise<void>
  before(async () => {
    ;({ database, close } = await openTestDatabase())
  })
  after(() => close())
  const number = (fields: { path: string; id?: number }[], former: { path: string; id: number }[] = []) =>
    numberFields(database.db, fields, former)
  const former = [
    { path: 'a', id: 1 },
    { path: 'b', id: 2 },
  ]

  it('are new for new fields, and above those of the sequence before', async () => {
    const [first, second] = await number([{ path: 'a' }, { path: 'a' }])
    assert.ok(first!.id! >= 100_000 && second!.id! > first!.id!)
    assert.deepEqual(await number([]), [])
  })

  it('stay with the path, or with the id that is sent when the path changes', async () => {
    assert.deepEqual(await number([{ path: 'b' }, { path: 'a' }], former), [former[1], former[0]])
    assert.deepEqual(await number([{ path: 'c', id: 1 }, { path: 'b' }], former), [{ path: 'c', id: 1 }, former[1]])
    assert.deepEqual(
      await number(
        [
          { path: 'b', id: 1 },
          { path: 'a', id: 2 },
        ],
        former,
      ),
      [
        { path: 'b', id: 1 },
        { path: 'a', id: 2 },
      ],
    )
  })

  it('are given once: neither taken twice nor made up by who sends them', async () => {
    const fields = await number([{ path: 'x', id: 1 }, { path: 'y', id: 1 }, { path: 'a' }, { path: 'z', id: 999 }], former)
    assert.equal(fields[0]!.id, 1)
    for (const { id } of fields.slice(1)) assert.ok(id! >= 100_000)
    assert.equal(new Set(fields.map(({ id }) => id)).size, 4)
  })
})
