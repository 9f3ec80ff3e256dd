/** Contract 14: what is created has an id, and is read, changed, listed and deleted by it; what is wrong is refused. */
import assert from 'node:assert/strict'
import { it } from 'node:test'
import { type Bench, readPath, walk } from './bench.ts'
import type { Collection } from './collections.ts'
import { assertHas, create, makeTag } from './records.ts'

export function checkRecords(bench: Bench, collection: Collection): void {
  const { at, list, item, sample } = collection
  if (sample !== undefined && list.has('POST')) {
    it('trap 26: a created one has an id, is read, changed, listed and deleted by it', async () => {
      const { hub } = bench
      const text = `Suite ${makeTag()}`
      const id = await create(bench, collection, { text })
      const record = `${at}/${id}`
      if (item.has('GET')) {
        const read = await hub.get(record)
        assert.equal(String(read.id), String(id))
        assert.equal(readPath(read, sample.text), text)
      }
      for (const method of ['PATCH', 'PUT'].filter((verb) => item.has(verb))) {
        const changed = await hub.call(method, record, { body: sample.update })
        assert.equal(changed.status, 200, `${method} ${changed.text}`)
      }
      if (item.has('GET') && (item.has('PATCH') || item.has('PUT'))) assertHas(await hub.get(record), sample.update)
      const rows = await walk(hub, at, { pageSize: '200' })
      assert.ok(
        rows.some((row) => String(row.id) === String(id)),
        `not among ${rows.length} listed`,
      )
      if (!item.has('DELETE')) return
      const removed = await hub.call('DELETE', record)
      assert.equal(removed.status, 200, removed.text)
      if (item.has('GET')) assert.equal((await hub.call('GET', record)).status, 404)
    })

    if (sample.refused !== null) {
      it('a body that the vendor refuses is a 400', async () => {
        const { status, text } = await bench.hub.call('POST', at, { body: sample.refused ?? {} })
        assert.equal(status, 400, text)
      })
    }

    it('a body that is no JSON is a 400', async () => {
      assert.equal((await bench.hub.call('POST', at, { body: '{"half": ' })).status, 400)
    })
  } else {
    it('is listed, and one record read', async () => {
      const rows = await bench.hub.get(at, { pageSize: '5' })
      assert.ok(Array.isArray(rows))
      if (rows.length > 0 && item.has('GET')) {
        assert.notEqual(rows[0].id, undefined, JSON.stringify(rows[0]))
        assert.equal(String((await bench.hub.get(`${at}/${rows[0].id}`)).id), String(rows[0].id))
      }
    })
  }

  for (const method of ['GET', 'PATCH', 'PUT', 'DELETE'].filter((verb) => item.has(verb))) {
    it(`${method} of an id that is not there is a 404`, async () => {
      // There are vendors that take the deletion of what is not there for done.
      for (const id of ['-1', 'no-such-id', "x' OR '1'='1", ...(method === 'DELETE' ? [] : ['0'])]) {
        const body = method === 'PATCH' || method === 'PUT' ? (sample?.update ?? {}) : undefined
        const { status, text } = await bench.hub.call(method, `${at}/${encodeURIComponent(id)}`, body === undefined ? {} : { body })
        assert.equal(status, 404, `${id}: ${status} ${text}`)
      }
    })
  }
}

/** A list below another record: those made there are there. */
export function checkChildren(bench: Bench, collection: Collection, parent: Collection): void {
  const { at, item, list, sample } = collection
  it('lists what stands below one record', async () => {
    const { hub } = bench
    const made = parent.sample !== undefined && parent.list.has('POST')
    const above = made ? await create(bench, parent, { text: `Suite ${makeTag()}` }) : (await hub.get(parent.at, { pageSize: '1' }))[0]?.id
    const path = `${parent.at}/${above}/${at}`
    const before = await hub.get(path)
    assert.ok(Array.isArray(before))
    if (list.has('POST') && sample !== undefined) {
      const id = await create(bench, collection, { text: `Suite ${makeTag()}`, path })
      const ids = (await walk(hub, path, { pageSize: '1' })).map((row) => String(row.id))
      assert.deepEqual(
        ids.filter((each) => !before.some((row: { id: unknown }) => String(row.id) === each)),
        [String(id)],
      )
      if (item.has('GET')) assert.equal(String((await hub.get(`${path}/${id}`)).id), String(id))
      if (item.has('DELETE')) assert.equal((await hub.call('DELETE', `${path}/${id}`)).status, 200)
    }
    if (made && parent.item.has('DELETE')) assert.equal((await hub.call('DELETE', `${parent.at}/${above}`)).status, 200)
  })
}
