// v2 tags: list, read, create; applied to and removed from contacts, whose `tag_ids` and `groups` follow.
import { type Answer, answerCreated, answerNothing, answerOk, type Call, type Routes } from '../call.ts'
import { checkBody, list, object, reference, requireValues, text } from '../checks.ts'
import type { FilterField } from '../list/filter-field.ts'
import { idSetField, property, textField, timeField } from '../list/filter-fields.ts'
import { listPage } from '../list/page.ts'
import { formatTime, insertRow, listRows, type Row } from '../tenant.ts'
import { findContact } from './contacts.ts'
import { findRow } from './find-row.ts'

export const tagRoutes: Routes = {
  'GET /tags': (call) => answerOk(listTags(call)),
  'POST /tags': createTag,
  'GET /tags/{tag_id}': (call) => answerOk(findTag(call)),
  'GET /contacts/{contact_id}/tags': (call) => answerOk(listContactTags(call)),
  'POST /tags/{tag_id}/contacts:applyTags': applyTag,
  'POST /tags/{tag_id}/contacts:removeTags': removeTag,
}

function findTag(call: Call): Row {
  return findRow(call, { table: 'tags', parameter: 'tag_id', noun: 'Tag' })
}

const categoryField: FilterField = {
  operators: ['=='],
  compile: ({ value }) => {
    const wanted = value === 'NONE' ? undefined : value
    return (row) => (row['category'] as { id?: string } | undefined)?.id === wanted
  },
}

const descriptionField: FilterField = {
  operators: ['=='],
  compile: (condition) => {
    if (condition.value === 'NONE') return (row) => !row['description']
    return textField(property('description')).compile(condition)
  },
}

const tagFields: Record<string, FilterField> = {
  name: textField(property('name')),
  description: descriptionField,
  category_id: categoryField,
  since_create_time: timeField(property('create_time'), 'from'),
  until_create_time: timeField(property('create_time'), 'to'),
  since_update_time: timeField(property('update_time'), 'from'),
  until_update_time: timeField(property('update_time'), 'to'),
}

const tagOrders = { name: property('name'), create_time: property('create_time'), update_time: property('update_time') }

function listTags(call: Call): Record<string, unknown> {
  return listPage(call, {
    key: 'tags',
    rows: () => listRows(call.tenant.tables.tags),
    filter: () => ({ fields: { ...tagFields, tag_ids: idSetField(property('id')) } }),
    orders: tagOrders,
    render: (row) => row,
  })
}

function createTag(call: Call): Answer {
  const { rows } = call.tenant.tables.tagCategories
  const category = object({ id: reference((id) => rows.has(id)) })
  const values = checkBody(call.body, { name: text(), description: text(), category })
  requireValues(values, ['name'])
  const now = formatTime(call.now)
  const row = insertRow(call.tenant.tables.tags, { ...values, create_time: now, update_time: now })
  call.announce('contactGroup', 'add', row.id)
  return answerCreated(row)
}

function listContactTags(call: Call): Record<string, unknown> {
  const applied = new Map((call.tenant.appliedTags.get(findContact(call).id) ?? []).map((each) => [each.tagId, each.appliedTime]))
  const appliedTime = (row: Row) => applied.get(row.id)
  return listPage(call, {
    key: 'tags',
    rows: () => listRows(call.tenant.tables.tags).filter((row) => applied.has(row.id)),
    filter: () => ({
      fields: { ...tagFields, since_applied_time: timeField(appliedTime, 'from'), until_applied_time: timeField(appliedTime, 'to') },
    }),
    orders: { ...tagOrders, applied_time: appliedTime, category_id: (row) => (row['category'] as { id?: string } | undefined)?.id },
    render: (row) => ({ tag: row, applied_time: applied.get(row.id) }),
  })
}

function readContactIds(call: Call): string[] {
  const values = checkBody(call.body, { contact_ids: list(reference()) })
  requireValues(values, ['contact_ids'])
  return values['contact_ids'] as string[]
}

// Partial failure is still 200: the result names each contact.
function applyTag(call: Call): Answer {
  const tag = findTag(call)
  const results: Record<string, string> = {}
  for (const id of readContactIds(call)) {
    const contact = call.tenant.tables.contacts.rows.get(id)
    const applied = call.tenant.appliedTags.get(id) ?? []
    if (!contact) results[id] = 'CONTACT_NOT_FOUND'
    else if (applied.some((each) => each.tagId === tag.id)) results[id] = 'DUPLICATE'
    else {
      call.tenant.appliedTags.set(id, [...applied, { tagId: tag.id, appliedTime: formatTime(call.now) }])
      showTags(call, contact)
      results[id] = 'SUCCESS'
      call.announce('contactGroup', 'applied', id)
    }
  }
  return answerOk({ results })
}

function removeTag(call: Call): Answer {
  const tag = findTag(call)
  for (const id of readContactIds(call)) {
    const contact = call.tenant.tables.contacts.rows.get(id)
    const applied = call.tenant.appliedTags.get(id) ?? []
    if (!contact || !applied.some((each) => each.tagId === tag.id)) continue
    call.tenant.appliedTags.set(
      id,
      applied.filter((each) => each.tagId !== tag.id),
    )
    showTags(call, contact)
    call.announce('contactGroup', 'removed', id)
  }
  return answerNothing()
}

function showTags(call: Call, contact: Row): void {
  const ids = (call.tenant.appliedTags.get(contact.id) ?? []).map((each) => each.tagId)
  contact['tag_ids'] = ids
  contact['groups'] = ids.join(',')
}
