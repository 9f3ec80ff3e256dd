// Notes (v1): HTML on a deal, person, organization or lead; changed with PUT.
import { answerData, type Call, type Operations, serve } from '../call.ts'
import { checkV1Body, type V1Check, v1Flag, v1Reference, v1Text, v1Time, v1Whole } from '../checks-v1.ts'
import { createV1Error } from '../errors.ts'
import { answerV1Page, sortV1 } from '../list/page-v1.ts'
import { formatV1Time, insertRow, listRows, type Row } from '../tenant.ts'

const reading = 'deals:read deals:full contacts:read contacts:full'
const writing = 'deals:full contacts:full'

const refuseLink = (noun: string) =>
  `Cannot add/update note because ${noun} does not exist or you have no permissions to access this ${noun}.`

const links: Record<string, V1Check> = {
  deal_id: v1Reference('deals', refuseLink('deal')),
  person_id: v1Reference('persons', refuseLink('person')),
  org_id: v1Reference('organizations', refuseLink('organization')),
  lead_id: v1Reference('leads', refuseLink('lead')),
  project_id: v1Whole,
  task_id: v1Whole,
}

const pins = ['lead', 'deal', 'organization', 'person', 'project', 'task'].map((each) => `pinned_to_${each}_flag`)

const checks: Record<string, V1Check> = {
  content: v1Text('filled'),
  ...links,
  user_id: v1Reference('users', 'User not found or not accessible.'),
  add_time: v1Time,
  ...Object.fromEntries(pins.map((name) => [name, v1Flag])),
}

export const noteOperations: Operations = {
  'GET /v1/notes': serve(20, reading, listNotes),
  'POST /v1/notes': serve(10, writing, (call) => {
    const sent = checkV1Body(call, checks)
    if (sent['content'] === undefined) throw createV1Error(400, 'Note content must be given.')
    if (!Object.keys(links).some((name) => typeof sent[name] !== 'undefined' && sent[name] !== null)) {
      throw createV1Error(400, `Note must be attached to at least one of: ${Object.keys(links).join(', ')}.`)
    }
    const stamp = formatV1Time(call.now)
    const empty = Object.fromEntries([...Object.keys(links).map((name) => [name, null]), ...pins.map((name) => [name, false])])
    const row = insertRow(call.tenant.tables.notes, {
      active_flag: true,
      add_time: stamp,
      last_update_user_id: null,
      update_time: stamp,
      user_id: call.user.id,
      ...empty,
      ...sent,
    })
    call.announce({ entity: 'note', action: 'create', id: row.id, data: showNote(row, call), previous: null })
    return answerData(showNote(row, call))
  }),
  'GET /v1/notes/{id}': serve(2, reading, (call) => answerData(showNote(findNote(call, call.options.deletedById === 'shown'), call))),
  'PUT /v1/notes/{id}': serve(10, writing, (call) => {
    const row = findNote(call, false)
    const previous = showNote(row, call)
    Object.assign(row, checkV1Body(call, checks), { update_time: formatV1Time(call.now), last_update_user_id: call.user.id })
    call.announce({ entity: 'note', action: 'change', id: row.id, data: showNote(row, call), previous })
    return answerData(showNote(row, call))
  }),
  'DELETE /v1/notes/{id}': serve(6, writing, (call) => {
    const row = findNote(call, false)
    row['active_flag'] = false
    call.announce({ entity: 'note', action: 'delete', id: row.id, data: null, previous: showNote(row, call) })
    return answerData(true)
  }),
}

const sortable = ['id', 'user_id', 'deal_id', 'person_id', 'org_id', 'content', 'add_time', 'update_time']

function listNotes(call: Call) {
  const { query } = call
  const wanted = [...Object.keys(links), 'user_id']
    .filter((name) => query.has(name))
    .map((name) => [name, String(query.get(name))] as const)
  const pinned = pins.filter((name) => query.has(name)).map((name) => [name, query.get(name) === '1'] as const)
  const since = query.get('updated_since')?.replace('T', ' ').slice(0, 19)
  const [from, until] = [query.get('start_date'), query.get('end_date')]
  const rows = listRows(call.tenant.tables.notes).filter((row) => {
    const added = String(row['add_time']).slice(0, 10)
    if (row['active_flag'] !== true || (since && String(row['update_time']) < since)) return false
    if ((from && added < from) || (until && added > until)) return false
    return wanted.every(([name, value]) => String(row[name]) === value) && pinned.every(([name, value]) => row[name] === value)
  })
  return answerV1Page(call, sortV1(call, rows, sortable), (row) => showNote(row, call))
}

// What a note is about and who wrote it come along by name.
function showNote(row: Row, { tenant, user }: Call): Record<string, unknown> {
  const { deals, persons, organizations, users } = tenant.tables
  const author = users.rows.get(row['user_id'] as number)
  const name = (linked: Row | undefined, property: 'title' | 'name') => (linked ? { [property]: linked[property] } : null)
  return {
    ...row,
    deal: name(deals.rows.get(row['deal_id'] as number), 'title'),
    organization: name(organizations.rows.get(row['org_id'] as number), 'name'),
    person: name(persons.rows.get(row['person_id'] as number), 'name'),
    project: null,
    user: author ? { email: author['email'], icon_url: author['icon_url'], is_you: author.id === user.id, name: author['name'] } : null,
  }
}

function findNote(call: Call, deletedToo: boolean): Row {
  const row = call.tenant.tables.notes.rows.get(Number(call.params['id']))
  if (!row || (row['active_flag'] !== true && !deletedToo)) throw createV1Error(404, 'Note not found')
  return row
}
