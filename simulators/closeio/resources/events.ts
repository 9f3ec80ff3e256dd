// The event log to read: newest first, filtered, by cursor.
import type { Answer } from '../../lib/http/answer.ts'
import { answerOk, type Call, type Routes } from '../call.ts'
import { createNotFound, InvalidRequest } from '../errors.ts'
import { filterBy, filterRows } from '../filter.ts'
import type { Row } from '../tenant.ts'

export const eventRoutes: Routes = {
  'GET /event/': listEvents,
  'GET /event/{id}/': (call) => {
    const event = call.tenant.events.find((each) => each.id === call.params['id'])
    if (!event) throw createNotFound('Event')
    return answerOk(event)
  },
}

const filters = {
  ...filterBy('object_type'),
  ...filterBy('object_id'),
  ...filterBy('lead_id'),
  ...filterBy('user_id'),
  ...filterBy('request_id'),
  ...filterBy('action'),
  ...filterBy('date_updated', 'time'),
}

const largest = 50

function listEvents(call: Call): Answer {
  const asked = Number(call.query.get('_limit') ?? largest)
  if (!Number.isInteger(asked) || asked < 1) throw new InvalidRequest({ _limit: 'Input should be a valid integer' })
  const limit = Math.min(asked, largest)
  if (call.query.get('action') && !['object_type', 'object_id'].some((each) => call.query.get(each))) {
    throw new InvalidRequest({}, ['This combination of filters is not supported.'])
  }
  const rows = filterRows(call, call.tenant.events.toReversed(), filters)
  const start = findStart(call, rows, limit)
  const data = rows.slice(start, start + limit)
  const last = data.at(-1)
  const hasNext = start + limit < rows.length
  return answerOk({
    data,
    cursor_next: hasNext && last ? writeCursor('after', last) : null,
    cursor_previous: start > 0 && data[0] ? writeCursor('before', data[0]) : null,
  })
}

function writeCursor(side: string, event: Row): string {
  return Buffer.from(`${side}:${event.id}`).toString('base64url')
}

function findStart(call: Call, rows: Row[], limit: number): number {
  const cursor = call.query.get('_cursor')
  if (!cursor) return 0
  const [side, id] = Buffer.from(cursor, 'base64url').toString('utf8').split(':')
  const at = rows.findIndex((each) => each.id === id)
  if (at < 0) throw new InvalidRequest({ _cursor: 'Invalid cursor' })
  return side === 'before' ? Math.max(0, at - limit) : at + 1
}
