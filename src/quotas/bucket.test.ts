import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Bucket } from './bucket.ts'
import { call, createOffice, createVendor, createWorld, demand, type VendorRules } from './fixtures/simulation.ts'

const burst = { name: 'burst', permits: 190, seconds: 10 }
const ledgerSays = 77_000

function openWorld(rules: VendorRules = burst) {
  const world = createWorld(7)
  return { world, vendor: createVendor(world, rules), office: createOffice(world, { name: 'burst', ...rules }) }
}

/** What became of a promise, without waiting for it. */
function watch(promise: Promise<unknown>) {
  const state: { value: 'open' | 'done'; error: unknown } = { value: 'open', error: undefined }
  promise.then(
    () => {
      state.value = 'done'
    },
    (error: unknown) => {
      state.error = error
    },
  )
  return state
}

describe('demand above the quota', () => {
  const cases: [VendorRules, processes: number, leastUsed: number][] = [
    [{ permits: 190, seconds: 10 }, 2, 0.95],
    [{ permits: 110, seconds: 10 }, 5, 0.95],
    [{ permits: 100, seconds: 10, isFixed: true }, 3, 0.95],
    // A permit comes back when the answer is there: of a short window the vendor's slowness takes its part.
    [{ permits: 80, seconds: 2, isFixed: true }, 2, 0.9],
    [{ permits: 5, seconds: 1 }, 2, 0.8],
  ]
  for (const [rules, processes, leastUsed] of cases) {
    const kind = rules.isFixed === true ? 'fixed' : 'sliding'
    it(`uses what there is, and the vendor refuses nothing: ${rules.permits} in ${rules.seconds} ${kind} seconds, ${processes} processes`, async () => {
      const { world, vendor, office } = openWorld(rules)
      for (let i = 0; i < processes; i++) {
        const bucket = office.open(`p${i}`)
        world.schedule(() => demand({ world, bucket, vendor }, 64), 3000 * world.random())
      }
      await world.pass(rules.seconds * 2000)
      const before = vendor.served
      await world.pass(rules.seconds * 6000)
      const used = (vendor.served - before) / (rules.permits * 6)
      assert.equal(vendor.refused, 0)
      assert.ok(used >= leastUsed, `${(used * 100).toFixed(1)} % used`)
    })
  }

  it('is met in turn: no process and no call is left behind', async () => {
    const { world, vendor, office } = openWorld({ permits: 20, seconds: 2 })
    const waits: number[] = []
    const served = new Map<Bucket, number>()
    for (const bucket of [office.open('a'), office.open('b')]) {
      const loop = async (): Promise<void> => {
        for (;;) {
          const since = world.clock()
          await call({ world, bucket, vendor })
          waits.push(world.clock() - since)
          served.set(bucket, (served.get(bucket) ?? 0) + 1)
        }
      }
      for (let i = 0; i < 20; i++) void loop()
    }
    await world.pass(60_000)
    const [a, b] = [...served.values()] as [number, number]
    assert.ok(Math.abs(a - b) < 0.2 * (a + b), `${a} and ${b}`)
    // Forty calls share ten a second.
    assert.ok(Math.max(...waits) < 8000, `one waited ${Math.max(...waits)} ms`)
  })
})

describe('a permit', () => {
  it('is at hand for a call that goes on calling; the ledger is asked beside it', async () => {
    const { world, vendor, office } = openWorld()
    const bucket = office.open('a')
    void call({ world, bucket, vendor })
    let waited = 0
    for (let i = 0; i < 100; i++) {
      await world.pass(150)
      if (!bucket.take(1)) waited++
      else bucket.land(bucket.depart(1), { kind: 'sent' })
    }
    assert.equal(waited, 0)
    assert.ok(office.trips < 20, `${office.trips} trips`)
  })

  it('is taken without the ledger by a call after a pause when there was plenty', async () => {
    const { world, vendor, office } = openWorld()
    const bucket = office.open('a')
    void call({ world, bucket, vendor })
    await world.pass(60_000)
    const { trips } = office
    assert.ok(bucket.isIdleFor(10_000))
    assert.ok(bucket.take(1))
    assert.equal(office.trips, trips)
  })

  it('that nobody used comes back when the process has nothing to do, and when it stops', async () => {
    const { world, vendor, office } = openWorld()
    const bucket = office.open('a')
    for (let i = 0; i < 20; i++) void call({ world, bucket, vendor })
    await world.pass(300)
    assert.ok(office.ledger.leases['a']!.permits > 0)
    await world.pass(15_000)
    assert.deepEqual(office.ledger.leases, {})
    for (let i = 0; i < 20; i++) void call({ world, bucket, vendor })
    await world.pass(1000)
    const stopped = bucket.stop()
    await world.pass(100)
    await stopped
    assert.deepEqual(office.ledger.leases, {})
  })

  it('of a process that is gone comes back when its lease and the window are over', async () => {
    const { world, vendor, office } = openWorld({ permits: 10, seconds: 10 })
    const gone = office.open('gone')
    const going = Array.from({ length: 10 }, () => gone.wait(1, { left: 1000 }))
    await world.pass(100)
    await Promise.all(going)
    office.cut('gone')
    const other = office.open('other')
    const late = watch(other.wait(1, { left: 60_000 }))
    await world.pass(9000)
    assert.equal(late.value, 'open')
    // A lease of a second, half a second on the way, ten of the window.
    await world.pass(4000)
    assert.equal(late.value, 'done')
    assert.equal(vendor.refused, 0)
  })

  it('of a call that never left is there for the next', async () => {
    const { world, office } = openWorld({ permits: 1, seconds: 10 })
    const bucket = office.open('a')
    const first = bucket.wait(1, { left: 1000 })
    await world.pass(10)
    await first
    const second = watch(bucket.wait(1, { left: 1000 }))
    bucket.land(bucket.depart(1), { kind: 'unsent' })
    await world.pass(1)
    assert.equal(second.value, 'done')
  })
})

describe('a call without a permit', () => {
  it('gets 429 with retry-after once it has waited as long as it may', async () => {
    const { world, vendor, office } = openWorld({ permits: 3, seconds: 10 })
    const bucket = office.open('a')
    for (let i = 0; i < 3; i++) void call({ world, bucket, vendor })
    await world.pass(50)
    const refused = assert.rejects(
      bucket.wait(1, { left: 2000 }),
      (error: { status: number; message: string; headers: Record<string, string> }) => {
        assert.equal(error.status, 429)
        assert.match(error.message, /allows 3 calls in 10 s \(quota burst\)/)
        assert.ok(Number(error.headers['retry-after']) >= 8 && Number(error.headers['retry-after']) <= 11, error.headers['retry-after'])
        return true
      },
    )
    await world.pass(3000)
    await refused
  })

  it('gets it at once when its time cannot suffice', async () => {
    const { world, vendor, office } = openWorld({ permits: 3, seconds: 10 })
    const bucket = office.open('a')
    for (let i = 0; i < 9; i++) void call({ world, bucket, vendor })
    await world.pass(500)
    // Six wait for this window and the next; the tenth cannot leave before the third.
    await assert.rejects(bucket.wait(1, { left: 9000 }), { status: 429 })
  })

  it('leaves the queue when its client does', async () => {
    const { world, vendor, office } = openWorld({ permits: 1, seconds: 10 })
    const bucket = office.open('a')
    void call({ world, bucket, vendor })
    await world.pass(50)
    const client = new AbortController()
    const left = assert.rejects(bucket.wait(1, { left: 60_000, signal: client.signal }), /gone/)
    const next = watch(bucket.wait(1, { left: 60_000 }))
    client.abort(new Error('gone'))
    await left
    await world.pass(12_000)
    assert.equal(next.value, 'done')
  })
})

describe('what the vendor says', () => {
  it('counts: calls of other applications that use the same quota', async () => {
    const { world, vendor, office } = openWorld({ permits: 100, seconds: 10 })
    // Another application takes six a second and never asks.
    const other = (): void => {
      vendor.count(false)
      world.schedule(other, 166)
    }
    other()
    demand({ world, bucket: office.open('a'), vendor }, 32)
    await world.pass(10_000)
    const before = { served: vendor.served, refused: vendor.refused }
    await world.pass(100_000)
    const refused = vendor.refused - before.refused
    assert.ok(refused <= 20, `${refused} refused`)
    // Of a thousand, the other application takes six hundred.
    assert.ok(vendor.served - before.served > 330, `${vendor.served - before.served} served`)
  })

  it('counts: another limit than the element knows', async () => {
    const { world, office } = openWorld()
    const vendor = createVendor(world, { permits: 40, seconds: 10 })
    demand({ world, bucket: office.open('a'), vendor }, 8)
    await world.pass(60_000)
    assert.equal(office.ledger.learned.limit, 40)
    assert.equal(vendor.refused, 0)
    assert.ok(vendor.served >= 200, `${vendor.served} served`)
  })

  it('keeps no call waiting: another limit of a long window is brought to the ledger beside the calls', async () => {
    const { world, office } = openWorld({ permits: 30_000, seconds: 86_400 })
    const bucket = office.open('a')
    for (let i = 0; i < 20; i++) {
      const waiting = watch(bucket.wait(1, { left: 60_000 }))
      await world.pass(1000)
      assert.equal(waiting.value, 'done', `call ${i + 1} waits`)
      bucket.land(bucket.depart(1), { kind: 'sent', told: { limit: 240_000, used: i + 1 } })
    }
    assert.equal(office.ledger.learned.limit, 240_000)
  })

  it('counts: 429 stops every process until the vendor wants to be asked again', async () => {
    const { world, vendor, office } = openWorld()
    const [a, b] = [office.open('a'), office.open('b')]
    await Promise.all([call({ world, bucket: a, vendor }), call({ world, bucket: b, vendor }), world.pass(8000)])
    assert.ok(a.take(1))
    a.land(a.depart(1), { kind: 'sent', refusedFor: 30_000 })
    assert.equal(a.take(1), false)
    await world.pass(6000)
    assert.equal(office.ledger.refusals, 1)
    assert.equal(office.ledger.blockedUntil! - ledgerSays, world.clock() + 24_000)
    // What the other process knows is that there was plenty; its one call without the ledger tells it.
    assert.ok(b.take(1))
    b.putBack(1)
    await world.pass(1000)
    await assert.rejects(Promise.all([b.wait(1, { left: 20_000 }), world.pass(30)]), { status: 429, headers: { 'retry-after': '23' } })
    const later = watch(b.wait(1, { left: 25_000 }))
    await world.pass(23_500)
    assert.equal(later.value, 'done')
  })
})

describe('while the database is away', () => {
  it('a process goes by half its part, and no call fails for it', async () => {
    const { world, vendor, office } = openWorld({ permits: 40, seconds: 2 })
    office.isAway = true
    const failures: unknown[] = []
    for (const name of ['a', 'b']) {
      const bucket = office.open(name)
      const loop = async (): Promise<void> => {
        for (;;) await call({ world, bucket, vendor }).catch((error: unknown) => failures.push(error))
      }
      for (let i = 0; i < 8; i++) void loop()
    }
    await world.pass(21_000)
    assert.deepEqual(failures, [])
    assert.equal(vendor.refused, 0)
    // Two processes at ten in two seconds.
    assert.ok(vendor.served > 120 && vendor.served <= 220, `${vendor.served} served`)
    office.isAway = false
    await world.pass(10_000)
    const before = vendor.served
    await world.pass(20_000)
    assert.equal(vendor.refused, 0)
    assert.ok(vendor.served - before > 300, `${vendor.served - before} served`)
  })
})
