/** Search, order and pages of one list (contract 6, 7.2, 14), on records that were made for it. */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { type Bench, type Row, readPath, walk } from './bench.ts'
import type { Collection } from './collections.ts'
import { create, makeTag } from './records.ts'
import type { Sample } from './subject.ts'

const quote = (text: string) => `'${text.replaceAll("'", "''")}'`

interface Case {
  readonly where: string
  /** Which of the five records are found. */
  readonly found: readonly number[]
  /** Others may be found too. */
  readonly others?: true
}

/** Conditions on the field of texts, whose values in the five records are `v`, all beginning with `start`. */
function writeCases({ text: f, absent }: Sample, v: readonly string[], start: string): readonly Case[] {
  const [ada = '', boole = '', curie = '', darwin = ''] = v.map(quote)
  const own = `${f} LIKE ${quote(`${start}%`)}`
  return [
    { where: `${f} = ${ada}`, found: [0] },
    { where: `${f} = ${boole}`, found: [1] },
    { where: `${f}=${darwin}`, found: [3] },
    { where: own, found: [0, 1, 2, 3, 4] },
    { where: `${f} like ${quote(`${start} C%`)} or ${f} = ${ada}`, found: [0, 2] },
    { where: `${f} IN (${ada}, ${curie})`, found: [0, 2] },
    { where: `${f} = ${ada} OR ${f} = ${boole}`, found: [0, 1] },
    { where: `${own} AND (${f} = ${curie} OR ${f} = ${boole})`, found: [1, 2] },
    { where: `${f} != ${ada}`, found: [1, 2, 3, 4], others: true },
    { where: `${own} AND ${f} != ${ada}`, found: [1, 2, 3, 4] },
    { where: `${own} AND ${f} > ${ada}`, found: [1, 2, 3, 4] },
    { where: `${own} AND ${f} >= ${boole} AND ${f} < ${curie}`, found: [1] },
    { where: `${own} AND ${f} IS NOT NULL`, found: [0, 1, 2, 3, 4] },
    { where: `${own} AND ${f} NOT IN (${ada}, ${curie})`, found: [1, 3, 4] },
    { where: `${f} IS NULL`, found: [], others: true },
    ...(absent === undefined ? [] : writeAbsent(own, absent)),
    { where: `${f} = ${quote(`${start} x' OR '1'='1`)}`, found: [] },
    { where: `\`${f}\` = ${ada}`, found: [0] },
  ]
}

function writeAbsent(own: string, absent: string): readonly Case[] {
  return [
    { where: `${own} AND ${absent} IS NULL`, found: [0, 1, 2, 3, 4] },
    { where: `${own} AND ${absent} IS NOT NULL`, found: [] },
    { where: `${own} AND ${absent} != '1'`, found: [] },
  ]
}

/** Lists that records can be made in. */
export function checkMadeList(bench: Bench, collection: Collection): void {
  const { at, item, isSearchable, sample } = collection
  const { text: field } = sample!
  const start = `Suite ${makeTag()}`
  const values = ['Ada', "Bo'ole", 'Curie', 'D"r(w)&n=1', 'Erdos'].map((name) => `${start} ${name}`)
  const ids: string[] = []

  describe('with five records', () => {
    before(async () => {
      for (const text of values) ids.push(String(await create(bench, collection, { text })))
    })
    after(async () => {
      if (item.has('DELETE')) for (const id of ids) await bench.hub.call('DELETE', `${at}/${id}`)
    })

    if (!isSearchable) {
      it('cannot be searched, and says so', async () => {
        assert.equal((await bench.hub.call('GET', at, { query: { where: `${field} = 'x'` } })).status, 400)
      })
    } else {
      it('trap 21: every hit carries the value that was asked for', async () => {
        const hits = await bench.hub.get(at, { where: `${field}=${quote(values[0]!)}` })
        assert.deepEqual(
          hits.map((row: Row) => readPath(row, field)),
          [values[0]],
        )
      })

      for (const { where, found, others } of writeCases(sample!, values, start)) {
        it(`where ${where.replaceAll(start, '…')}`, async () => {
          const rows = await walk(bench.hub, at, { where, pageSize: '200' })
          const hits = rows.map((row) => ids.indexOf(String(row.id)))
          assert.deepEqual(hits.filter((hit) => hit >= 0).sort(), [...found])
          if (others === undefined) assert.equal(rows.length, found.length)
        })
      }

      it('trap 22: what is no expression is a 400', async () => {
        for (const where of [`${field} = `, `${field} 'x'`, `(${field} = 'x'`, `${field} = 'x' AND`]) {
          const { status, text } = await bench.hub.call('GET', at, { query: { where } })
          assert.equal(status, 400, `${where}: ${status} ${text.slice(0, 300)}`)
        }
      })

      const where = `${field} LIKE ${quote(`${start}%`)}`
      it('orderBy, up and down', async () => {
        for (const [orderBy, wanted] of [
          [`${field} asc`, values],
          [`${field} desc`, values.toReversed()],
        ] as const) {
          const rows = await bench.hub.get(at, { where, orderBy })
          assert.deepEqual(
            rows.map((row: Row) => readPath(row, field)),
            wanted,
            orderBy,
          )
        }
      })

      it('trap 23: the pages of a search are one list', () => checkPages(bench, at, { where, orderBy: field }))
      it('trap 23: unsorted too, each once', async () => {
        const rows = await walk(bench.hub, at, { where, pageSize: '2' })
        assert.deepEqual(rows.map((row) => String(row.id)).sort(), [...ids].sort())
        assert.deepEqual(await bench.hub.get(at, { where, page: '4', pageSize: '2' }), [])
      })
    }

    it('trap 23: the pages of all are one list', () => checkPages(bench, at, {}))

    it('fields leaves the others out', async () => {
      const fields = `id,${field}`
      const names = new Set(['id', field.split('.')[0]!])
      const rows: Row[] = await bench.hub.get(at, { fields, pageSize: '3' })
      if (item.has('GET')) rows.push(await bench.hub.get(`${at}/${ids[0]}`, { fields }))
      for (const row of rows)
        assert.deepEqual(
          Object.keys(row).filter((name) => !names.has(name)),
          [],
        )
      assert.equal(readPath(rows.at(-1), 'id') === undefined, false)
    })
  })
}

/** Lists that are only read. */
export function checkReadList(bench: Bench, { at, isSearchable, item }: Collection): void {
  it('trap 23: its pages are one list', () => checkPages(bench, at, {}))
  if (!isSearchable || !item.has('GET')) return
  it('is searched by id', async () => {
    const [first] = await bench.hub.get(at, { pageSize: '1' })
    if (first === undefined) return
    const hits = await bench.hub.get(at, { where: `id = '${first.id}'` })
    assert.deepEqual(
      hits.map(({ id }: Row) => id),
      [first.id],
    )
  })
}

/** Contract 7.2, rules 1 to 4. */
async function checkPages({ hub }: Bench, path: string, query: Readonly<Record<string, string>>): Promise<void> {
  const ask = async (more: Record<string, string>) => {
    const reply = await hub.call('GET', path, { query: { ...query, ...more } })
    assert.equal(reply.status, 200, `${JSON.stringify(more)}: ${reply.text.slice(0, 600)}`)
    return { rows: reply.body as Row[], token: reply.headers.get('elements-next-page-token') }
  }
  const name = (rows: readonly Row[]) => rows.map((row) => String(row.id ?? JSON.stringify(row)))
  const first = await ask({ page: '1', pageSize: '2' })
  const second = await ask({ page: '2', pageSize: '2' })
  const both = await ask({ page: '1', pageSize: '4' })
  assert.deepEqual(name([...first.rows, ...second.rows]), name(both.rows), 'rule 1')
  assert.ok(first.rows.length <= 2 && both.rows.length <= 4, 'rule 2')
  assert.deepEqual(name((await ask({ page: '0', pageSize: '2' })).rows), name(first.rows), 'page 0 is the first')
  if (second.rows.length > 0) {
    assert.notEqual(first.token, null, 'rows follow, and no token tells so')
    const byToken = await ask({ nextPage: first.token!, page: '2', pageSize: '2' })
    assert.deepEqual(name(byToken.rows), name(second.rows), 'rule 3')
    const ignored = await ask({ nextPage: first.token!, page: '1', pageSize: '2' })
    assert.deepEqual(name(ignored.rows), name(second.rows), 'rule 3: the token wins')
  }
  const single: Row[] = []
  let token: string | null = ''
  for (let round = 0; round < 4 && token !== null; round++) {
    const page = await ask({ nextPage: token, pageSize: '1' })
    assert.ok(page.rows.length <= 1, 'rule 2')
    single.push(...page.rows)
    token = page.token
  }
  assert.deepEqual(name(single), name(both.rows), 'rule 4')
}
