// Activities (v2): tasks, calls, meetings and whatever types a company has.
import { type Operations, serve } from '../call.ts'
import { type Check, clock, day, flag, list, nullable, object, reference, text, whole } from '../checks.ts'
import { createValidationError } from '../errors.ts'
import { readFlag, readWhole } from '../list/parameters.ts'
import { formatTime, listRows, type Row } from '../tenant.ts'
import { address } from './address.ts'
import { createEntity, deleteEntity, type Entity, listEntities, readEntity, updateEntity } from './entity.ts'

const activityType: Check = (value, name, call) => {
  const known = listRows(call.tenant.tables.activityTypes).some((each) => each['key_string'] === value && each['active_flag'] === true)
  if (!known) throw createValidationError(name, 'The value you selected is not a valid choice.')
  return value
}

const lead: Check = (value, name, call) => {
  if (!call.tenant.tables.leads.rows.has(String(value))) throw createValidationError(name, 'Lead not found or not accessible.')
  return value
}

const person = reference('persons', 'Person')

export const activity: Entity = {
  table: 'activities',
  name: 'activity',
  fields: 'activity',
  checks: {
    subject: text(),
    type: activityType,
    owner_id: reference('users', 'User'),
    deal_id: nullable(reference('deals', 'Deal')),
    lead_id: nullable(lead),
    person_id: nullable(person),
    org_id: nullable(reference('organizations', 'Organization')),
    project_id: nullable(whole(1)),
    due_date: nullable(day),
    due_time: nullable(clock),
    duration: nullable(clock),
    busy: flag,
    done: flag,
    location: nullable(address),
    participants: list(object({ person_id: person, primary: flag }, ['person_id'])),
    attendees: list(
      object({ email: text(), name: text(), status: text(), is_organizer: flag, person_id: nullable(person), user_id: nullable(whole(1)) }),
    ),
    public_description: nullable(text(65_535)),
    priority: nullable(whole(1)),
    note: nullable(text(65_535)),
  },
  required: [],
  defaults: ({ user, tenant }) => ({
    subject: null,
    type: listRows(tenant.tables.activityTypes).find((each) => each['active_flag'] === true)?.['key_string'] ?? 'call',
    owner_id: user.id,
    creator_user_id: user.id,
    deal_id: null,
    lead_id: null,
    person_id: null,
    org_id: null,
    project_id: null,
    due_date: null,
    due_time: null,
    duration: null,
    busy: false,
    done: false,
    marked_as_done_time: null,
    location: null,
    participants: [],
    attendees: [],
    conference_meeting_client: null,
    conference_meeting_url: null,
    conference_meeting_id: null,
    public_description: null,
    priority: null,
    note: null,
  }),
  settle: (row, { sent, before, call }) => {
    settlePeople(row, sent)
    row['subject'] ??= listRows(call.tenant.tables.activityTypes).find((each) => each['key_string'] === row['type'])?.['name'] ?? null
    row['due_date'] ??= formatTime(call.now).slice(0, 10)
    if (row['done'] !== before?.['done']) row['marked_as_done_time'] = row['done'] === true ? formatTime(call.now) : null
  },
  filters: (call) => {
    const tests: ((row: Row) => boolean)[] = []
    for (const name of ['owner_id', 'deal_id', 'person_id', 'org_id']) {
      const id = readWhole(call.query, name)
      if (id !== undefined) tests.push((row) => row[name] === id)
    }
    const leadId = call.query.get('lead_id')
    if (leadId !== null) tests.push((row) => row['lead_id'] === leadId)
    const done = readFlag(call.query, 'done')
    if (done !== undefined) tests.push((row) => row['done'] === done)
    return tests
  },
  sortable: ['id', 'update_time', 'add_time', 'due_date'],
  included: { attendees: (row) => row['attendees'] },
  hidden: () => ['attendees'],
}

export const activityOperations: Operations = {
  'GET /v2/activities': serve(10, 'activities:read activities:full', (call) => listEntities(activity, call)),
  'POST /v2/activities': serve(5, 'activities:full', (call) => createEntity(activity, call)),
  'GET /v2/activities/{id}': serve(1, 'activities:read activities:full', (call) => readEntity(activity, call)),
  'PATCH /v2/activities/{id}': serve(5, 'activities:full', (call) => updateEntity(activity, call)),
  'DELETE /v2/activities/{id}': serve(3, 'activities:full', (call) => deleteEntity(activity, call)),
}

interface Participant {
  person_id: number
  primary?: boolean
}

// The person of an activity is its primary participant: either way round.
function settlePeople(row: Row, sent: Record<string, unknown>): void {
  if (sent['participants'] !== undefined) {
    const people = sent['participants'] as Participant[]
    const primary = Math.max(0, people.map((each) => each.primary === true).lastIndexOf(true))
    row['participants'] = people.map((each, at) => ({ person_id: each.person_id, primary: at === primary }))
    row['person_id'] = people[primary]?.person_id ?? null
  } else if (sent['person_id'] !== undefined) {
    const others = (row['participants'] as Participant[]).filter((each) => each.primary !== true && each.person_id !== sent['person_id'])
    const first = sent['person_id'] === null ? [] : [{ person_id: sent['person_id'], primary: true }]
    row['participants'] = [...first, ...others]
  }
}
