// What changed or was deleted within a span of time, for replication.
import { answerOk, type Call, type Routes } from '../call.ts'
import { refuse } from '../errors.ts'
import { isDeleted, type Row, readTable } from '../tenant.ts'
import { formatTime, parseTime } from '../time.ts'
import { readObject } from './object-in-path.ts'

const minute = 60_000
const day = 86_400_000

export const changeRoutes: Routes = {
  'GET /sobjects/{object}/updated': (call) => {
    const { span, rows } = findChanged(call, 30)
    return answerOk({ ids: rows.filter((row) => !isDeleted(row)).map((row) => row.id), latestDateCovered: formatTime(span.end) })
  },
  'GET /sobjects/{object}/deleted': (call) => {
    const { span, rows } = findChanged(call, 15)
    return answerOk({
      deletedRecords: rows.filter(isDeleted).map((row) => ({ deletedDate: row.values['SystemModstamp'], id: row.id })),
      earliestDateAvailable: formatTime(call.by.now - 15 * day),
      latestDateCovered: formatTime(span.end),
    })
  },
}

// Seconds do not count; the span must not begin too long ago and must not be empty.
function findChanged(call: Call, days: number): { span: { start: number; end: number }; rows: Row[] } {
  const object = readObject(call)
  const span = { start: readTime(call, 'start'), end: readTime(call, 'end') }
  if (span.end <= span.start) throw refuse(400, 'INVALID_REPLICATION_DATE', 'startDate must be less than endDate')
  if (span.start < call.by.now - days * day) throw refuse(400, 'INVALID_REPLICATION_DATE', `startDate cannot be more than ${days} days ago`)
  const rows = readTable(call.tenant, object.name).list.filter((row) => {
    const changed = parseTime(String(row.values['SystemModstamp']))
    return changed >= span.start && changed < span.end
  })
  return { span, rows }
}

// A `+` of the zone that came unescaped has become a space.
function readTime(call: Call, name: string): number {
  const time = parseTime((call.query.get(name) ?? '').replace(' ', '+'))
  if (Number.isNaN(time)) throw refuse(400, 'MALFORMED_QUERY', `${name}: a date and time in ISO 8601 is required`)
  return Math.floor(time / minute) * minute
}
