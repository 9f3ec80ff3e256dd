// Persons (v2).
import { type Call, type Operations, serve } from '../call.ts'
import { choice, flag, list, nullable, object, reference, text, time, visibility, whole } from '../checks.ts'
import { ApiError, createValidationError } from '../errors.ts'
import { customFields } from '../fields/custom-values.ts'
import { readWhole } from '../list/parameters.ts'
import type { Row } from '../tenant.ts'
import { countLinked, pickCounts } from './counts.ts'
import { createEntity, deleteEntity, type Entity, listEntities, readEntity, updateEntity } from './entity.ts'

const syncOnly = ['notes', 'im', 'birthday', 'job_title', 'postal_address'] as const
const way = list(object({ value: text(), primary: flag, label: text() }, ['value']))

export const person: Entity = {
  table: 'persons',
  name: 'person',
  fields: 'person',
  checks: {
    name: text(255, 'filled'),
    first_name: nullable(text()),
    last_name: nullable(text()),
    owner_id: reference('users', 'User'),
    org_id: nullable(reference('organizations', 'Organization')),
    add_time: time,
    update_time: time,
    emails: way,
    phones: way,
    visible_to: visibility,
    label_ids: list(whole(1)),
    marketing_status: choice(['no_consent', 'unsubscribed', 'subscribed', 'archived']),
    custom_fields: customFields('person'),
    ...Object.fromEntries(syncOnly.map((name) => [name, refuseWithoutSync])),
  },
  required: [],
  defaults: ({ user }) => ({
    name: null,
    first_name: null,
    last_name: null,
    owner_id: user.id,
    org_id: null,
    emails: [],
    phones: [],
    visible_to: 3,
    label_ids: [],
    picture_id: null,
    custom_fields: {},
    notes: null,
    im: [],
    birthday: null,
    job_title: null,
    postal_address: null,
  }),
  settle: (row, { sent, before }) => {
    settleName(row, sent, before)
    for (const name of ['emails', 'phones'] as const) if (sent[name]) row[name] = settleWays(sent[name] as Way[])
    delete row['marketing_status']
  },
  filters: (call) => {
    const [owner, org, deal] = ['owner_id', 'org_id', 'deal_id'].map((name) => readWhole(call.query, name))
    const person = deal === undefined ? undefined : call.tenant.tables.deals.rows.get(deal)?.['person_id']
    const tests: ((row: Row) => boolean)[] = []
    if (owner !== undefined) tests.push((row) => row['owner_id'] === owner)
    if (org !== undefined) tests.push((row) => row['org_id'] === org)
    if (deal !== undefined) tests.push((row) => row.id === person)
    return tests
  },
  sortable: ['id', 'update_time', 'add_time'],
  included: {
    ...pickCounts(countLinked('person_id'), [
      'open_deals_count',
      'closed_deals_count',
      'won_deals_count',
      'lost_deals_count',
      'activities_count',
      'done_activities_count',
      'undone_activities_count',
      'notes_count',
    ]),
    marketing_status: () => 'no_consent',
  },
  hidden: ({ options }) => (options.contactSync ? [] : syncOnly),
}

export const personOperations: Operations = {
  'GET /v2/persons': serve(10, 'contacts:read contacts:full', (call) => listEntities(person, call)),
  'POST /v2/persons': serve(5, 'contacts:full', (call) => createEntity(person, call)),
  'GET /v2/persons/{id}': serve(1, 'contacts:read contacts:full', (call) => readEntity(person, call)),
  'PATCH /v2/persons/{id}': serve(5, 'contacts:full', (call) => updateEntity(person, call)),
  'DELETE /v2/persons/{id}': serve(3, 'contacts:full', (call) => deleteEntity(person, call)),
}

interface Way {
  value: string
  primary?: boolean
  label?: string
}

// Exactly one is primary: the last that says so, otherwise the first.
function settleWays(ways: Way[]): Required<Way>[] {
  const primary = Math.max(0, ways.map((each) => each.primary === true).lastIndexOf(true))
  return ways.map((each, at) => ({ value: each.value, primary: at === primary, label: each.label ?? 'work' }))
}

// A name gives its parts, the parts give the name: the last word is the last name.
function settleName(row: Row, sent: Record<string, unknown>, before: Row | undefined): void {
  const hasParts = sent['first_name'] !== undefined || sent['last_name'] !== undefined
  if (sent['name'] !== undefined) Object.assign(row, splitName(String(sent['name'])), pickParts(sent))
  else if (hasParts) row['name'] = [row['first_name'], row['last_name']].filter(Boolean).join(' ')
  else if (!before) throw createValidationError('name', 'This field is missing.')
  if (row['name'] === '') throw createValidationError('name', 'This value should not be blank.')
}

function pickParts(sent: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(['first_name', 'last_name'].filter((name) => sent[name] !== undefined).map((name) => [name, sent[name]]))
}

/** First and last name of a full one. */
export function splitName(name: string): { first_name: string; last_name: string | null } {
  const words = name.trim().split(/\s+/)
  if (words.length < 2) return { first_name: name.trim(), last_name: null }
  return { first_name: words.slice(0, -1).join(' '), last_name: words.at(-1) ?? null }
}

function refuseWithoutSync(value: unknown, name: string, { options }: Call): unknown {
  if (options.contactSync) return value
  throw new ApiError(403, { success: false, error: `Contact sync is not enabled: ${name}`, code: 'ERR_FORBIDDEN' })
}
