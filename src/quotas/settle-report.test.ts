import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { createLedger, type Ledger, ledgerEnd, type Report } from './ledger.ts'
import { settleReport } from './settle-report.ts'

const now = 1_000_000
const quota = { permits: 100, seconds: 10 }
const report = (more: Partial<Report> = {}): Report => ({ holder: 'a', quota, used: [], keeps: 0, idle: 0, need: 0, ahead: 0, ...more })
const freed = (ledger: Ledger) => ledger.entries.map(([freeAt, permits]) => [freeAt - now, permits])

describe('a ledger', () => {
  it('keeps a permit that left with a call for one window after its answer', () => {
    const ledger = createLedger()
    settleReport(ledger, report({ used: [[2000, 3]] }), now)
    assert.deepEqual(freed(ledger), [[8000, 3]])
    assert.equal(settleReport(ledger, report({ need: 100 }), now + 7999).granted, 97)
    assert.equal(settleReport(ledger, report({ keeps: 97, need: 3 }), now + 8000).granted, 3)
  })

  it('gives waiting calls of two processes their part, and no more than a part of the rest ahead of need', () => {
    const ledger = createLedger()
    settleReport(ledger, report({ used: [[0, 100]], need: 30 }), now)
    settleReport(ledger, report({ holder: 'b', need: 10 }), now)
    ledger.entries = [[now + 5000, 60]]
    assert.equal(settleReport(ledger, report({ need: 30 }), now + 50).granted, 30)
    assert.equal(settleReport(ledger, report({ holder: 'b', need: 10 }), now + 50).granted, 10)
    const idle = createLedger()
    assert.equal(settleReport(idle, report({ ahead: 100 }), now).granted, 50)
    assert.equal(settleReport(idle, report({ holder: 'b', ahead: 100 }), now).granted, 12)
  })

  it('takes back unused permits when the vendor allows less than was known', () => {
    const ledger = createLedger()
    settleReport(ledger, report({ need: 60 }), now)
    const { granted } = settleReport(ledger, report({ keeps: 60, idle: 50, reading: { limit: 40, used: 10, sentAge: 20, age: 10 } }), now)
    assert.equal(granted, -20)
  })

  it('lets all of a window that does not slide end with it, but not what may have come after its end', () => {
    const ledger = createLedger()
    const reading = { limit: 100, used: 20, reset: 0.1, sentAge: 150, age: 0 }
    settleReport(
      ledger,
      report({
        used: [
          [5000, 20],
          [50, 4],
        ],
        reading,
      }),
      now,
    )
    assert.deepEqual(freed(ledger), [
      [100, 20],
      [10_000, 4],
    ])
  })

  it('leaves to other applications what the vendor says was used and is not ours, bit by bit less of it', () => {
    const ledger = createLedger()
    settleReport(ledger, report({ used: [[1000, 10]], reading: { limit: 100, used: 70, sentAge: 100, age: 50 } }), now)
    assert.equal(settleReport(ledger, report({ need: 100 }), now).granted, 30)
    assert.equal(settleReport(ledger, report({ keeps: 30, need: 70 }), now + 5000).granted, 30)
  })

  it('is needed until its last permit is forgotten', () => {
    const ledger = createLedger()
    assert.equal(ledgerEnd(ledger, now), now)
    settleReport(ledger, report({ used: [[1000, 1]] }), now)
    assert.equal(ledgerEnd(ledger, now), now + 9000)
  })
})
