/** Pages of a vendor that only knows a cursor, by number and by token. */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { type Connected, createTestApp, type TestApp } from '../app.ts'

interface Row {
  readonly id: number
}

describe('paging through contacts', () => {
  let test: TestApp
  let hub: Connected
  before(async () => {
    test = await createTestApp()
    hub = await test.connect()
  })
  after(() => test.close())

  const get = async (query: Record<string, string | number>) => {
    const reply = await hub.call(
      'GET',
      `/hubs/crm/contacts?${new URLSearchParams(Object.entries(query).map(([key, value]): [string, string] => [key, String(value)]))}`,
    )
    assert.equal(reply.status, 200, reply.text)
    assert.equal(reply.headers.get('elements-returned-count'), String(reply.body.length))
    return { ids: (reply.body as Row[]).map(({ id }) => id), token: reply.headers.get('elements-next-page-token'), headers: reply.headers }
  }

  it('trap 23: page one and page two of n are page one of 2n', async () => {
    for (const n of [1, 2, 7, 10]) {
      const [one, two, both] = [
        await get({ page: 1, pageSize: n }),
        await get({ page: 2, pageSize: n }),
        await get({ page: 1, pageSize: 2 * n }),
      ]
      assert.equal(both.ids.length, 2 * n)
      assert.deepEqual([...one.ids, ...two.ids], both.ids, `pages of ${n}`)
    }
  })

  it('trap 23: the token beats the page number sent with it', async () => {
    const first = await get({ pageSize: 3 })
    assert.ok(first.token)
    const second = await get({ pageSize: 3, page: 2, nextPage: first.token })
    const strange = await get({ pageSize: 3, page: 17, nextPage: first.token })
    assert.deepEqual(second.ids, (await get({ pageSize: 3, page: 2 })).ids)
    assert.deepEqual(strange.ids, second.ids)
  })

  it('trap 23: N rounds of one row each give N rows, from an empty token on', async () => {
    const wanted = (await get({ pageSize: 6 })).ids
    const walked: number[] = []
    let token = ''
    for (let round = 0; round < 6; round++) {
      const page = await get({ pageSize: 1, nextPage: token })
      assert.equal(page.ids.length, 1)
      walked.push(...page.ids)
      token = page.token ?? 'null'
    }
    assert.deepEqual(walked, wanted)
    assert.deepEqual((await get({ pageSize: 1, nextPage: 'null' })).ids, wanted.slice(0, 1))
  })

  it('trap 23: a walk by tokens meets every row once and ends without a token', async () => {
    const walked: number[] = []
    let token: string | null = ''
    let rounds = 0
    while (token !== null && rounds++ < 100) {
      const page = await get({ pageSize: 11, nextPage: token })
      assert.ok(page.ids.length <= 11)
      walked.push(...page.ids)
      token = page.token
    }
    assert.equal(token, null)
    assert.equal(new Set(walked).size, walked.length)
    assert.deepEqual(walked, (await get({ pageSize: 1000 })).ids)
  })

  it('takes page 0 for the first, and refuses what is no page', async () => {
    assert.deepEqual((await get({ page: 0, pageSize: 2 })).ids, (await get({ page: 1, pageSize: 2 })).ids)
    for (const query of ['page=x', 'pageSize=-1', 'page=1.5']) {
      const reply = await hub.call('GET', `/hubs/crm/contacts?${query}`)
      assert.equal(reply.status, 400, query)
      assert.match(reply.body.message, /^Invalid parameter page/)
    }
  })

  it('invents no total, clamps a page that is too large and says so', async () => {
    const { headers } = await get({ pageSize: 2 })
    assert.equal(headers.get('elements-total-count'), null)
    const clamped = await get({ pageSize: 100_000 })
    assert.match(clamped.headers.get('elements-error') ?? '', /1000/)
  })

  it('refuses a token that is damaged, or of another search', async () => {
    const { token } = await get({ pageSize: 2 })
    assert.ok(token)
    for (const query of [{ nextPage: `${token.slice(0, -3)}abc` }, { nextPage: token, where: "FirstName='Ada'" }]) {
      const reply = await hub.call('GET', `/hubs/crm/contacts?${new URLSearchParams({ pageSize: '2', ...query })}`)
      assert.equal(reply.status, 400, JSON.stringify(query))
      assert.match(reply.body.message, /nextPage/)
    }
  })
})
