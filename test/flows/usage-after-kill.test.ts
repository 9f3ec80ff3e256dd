/** What a kill of the server costs in usage: the calls of its last second at most, and as many as it said. */
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { describe, it } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { createCustomer } from '../../faults/customer.ts'
import { startKeap } from '../../simulators/keap/keap.ts'
import { openTestDatabase } from '../database.ts'
import { readSecrets } from '../read-secrets.ts'
import { createServerProcess } from '../server-process.ts'

const metricsToken = 'kill-0123456789abcdef'
/** Entries wait a second; writing them takes a moment, longer on a busy machine. */
const longestMs = 1000 + 500

describe('usage of a server that is killed', () => {
  it('lacks calls of its last second alone, and no more than the meter showed', async () => {
    const [test, keap] = await Promise.all([openTestDatabase(), startKeap()])
    const environment = {
      ...{ PATH: process.env['PATH'], DATABASE_URL: test.url, OCTET_KEY: randomBytes(32).toString('base64') },
      ...{ OCTET_ALLOW_HOSTS: '127.0.0.1', OCTET_LOG_LEVEL: 'silent', OCTET_METRICS_TOKEN: metricsToken },
    }
    const server = await createServerProcess(environment)
    try {
      await server.start()
      const customer = await createCustomer(server.url, keap, await readSecrets(environment))
      const answered = new Map<string, number>()
      let running = true
      const call = async () => {
        while (running) {
          const reply = await fetch(`${server.url}/elements/api-v2/hubs/crm/users?pageSize=1`, {
            headers: { authorization: customer.authorization },
          }).catch(() => undefined)
          if (reply === undefined) return
          await reply.arrayBuffer().catch(() => undefined)
          answered.set(reply.headers.get('elements-request-id')!, performance.now())
        }
      }
      const load = Array.from({ length: 8 }, call)
      await sleep(3300)
      const page = await (await fetch(`${server.url}/metrics`, { headers: { authorization: `Bearer ${metricsToken}` } })).text()
      const scrapedAt = performance.now()
      const pending = Number(/^octet_usage_pending (\d+)$/m.exec(page)?.[1])
      await server.kill()
      const killedAt = performance.now()
      running = false
      await Promise.all(load)

      const rows = await test.database.db.selectFrom('usage').select('traffic_id').execute()
      const kept = new Set(rows.map((row) => row.traffic_id))
      const lost = [...answered].filter(([id]) => !kept.has(id))
      assert.ok(answered.size > 100, `${answered.size} calls`)
      for (const [, at] of lost) assert.ok(killedAt - at < longestMs, `a call ${killedAt - at} ms before the kill is lost`)
      const since = [...answered.values()].filter((at) => at >= scrapedAt).length
      assert.ok(lost.length <= pending + since + load.length, `${lost.length} lost, ${pending} shown, ${since} after that`)
      assert.equal(kept.size, rows.length, 'none is there twice')
    } finally {
      await server.kill()
      await keap.close()
      await test.close()
    }
  })
})
