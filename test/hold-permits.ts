/** A process that takes every permit of a quota, says so, and waits to be killed: `hold-permits.ts <database URL> <need as JSON>`. */
import { createQuotas, type Need } from '../src/quotas/quotas.ts'
import { openDatabase } from '../src/store/database.ts'

const [databaseUrl, need] = process.argv.slice(2) as [string, string]
const database = await openDatabase({ dataFolder: '', databaseUrl, migrate: false })
const quotas = createQuotas({
  database,
  schedule: (work, afterMs) => {
    const timer = setTimeout(work, afterMs)
    return () => clearTimeout(timer)
  },
  onFailure: (error) => {
    throw error
  },
})
const wanted = JSON.parse(need) as Need
for (let i = 0; i < wanted.permits; i++) await quotas.take([wanted], { left: 5000 })
process.send!('taken')
