// Creating, changing and archiving records: values checked, times and derived properties kept, history written, the search index told later.
import { linkRecords, unlinkRecord } from '../associations/store.ts'
import type { AssociationType } from '../associations/types.ts'
import type { Call } from '../call.ts'
import { ApiError, createInvalidError, createPropertyError, type PropertyIssue } from '../errors.ts'
import { addRecord, archiveRecord, type CrmRecord, changeValues, findByValue, findTable, formatTime, takeId } from '../portal.ts'
import { deriveValues } from './derived.ts'
import type { ObjectType } from './object-types.ts'
import { convertValue } from './values.ts'

/** A link to make along with a new record. */
export interface PlannedLink {
  to: { type: string; id: string }
  type: AssociationType
}

/**
 * The values to keep out of a body's `properties`.
 * @throws ApiError 400 that lists every one that does not fit, 409 for a contact's e-mail address that another one has
 */
export function checkValues(call: Call, type: ObjectType, given: { properties: unknown; record?: CrmRecord }): Record<string, string> {
  const { properties, record } = given
  if (typeof properties !== 'object' || properties === null || Array.isArray(properties)) {
    throw createInvalidError('Invalid input JSON on line 1, column 2: properties must be an object')
  }
  const values: Record<string, string> = {}
  const issues: PropertyIssue[] = []
  for (const [name, value] of Object.entries(properties as Record<string, unknown>)) {
    const outcome = checkValue(call, type, { name: name.toLowerCase(), value, record })
    if ('issue' in outcome) issues.push(outcome.issue)
    else values[name.toLowerCase()] = outcome.text
  }
  if (issues.length === 0)
    issues.push(...findTaken(call, type, { values, record }), ...findStrayStage(call, type, { ...record?.properties, ...values }))
  if (issues.length > 0) throw createPropertyError(issues, call.portal.id)
  return values
}

function checkValue(
  call: Call,
  type: ObjectType,
  { name, value, record }: { name: string; value: unknown; record: CrmRecord | undefined },
): { text: string } | { issue: PropertyIssue } {
  const property = call.portal.properties[type.name]?.get(name)
  if (!property || property.archived) {
    return { issue: { name, error: 'PROPERTY_DOESNT_EXIST', message: `Property "${name}" does not exist` } }
  }
  if (property.modificationMetadata.readOnlyValue) {
    const kind = property.calculated ? 'calculated' : 'read only'
    return { issue: { name, error: 'READ_ONLY_VALUE', message: `"${name}" is a ${kind} property; its value cannot be set.` } }
  }
  if (value === null && call.options.nullValues === 'refuse') {
    return { issue: { name, error: 'INVALID_VALUE', message: `null was not a valid value for "${name}"` } }
  }
  return convertValue({ portal: call.portal, type, property, current: record?.properties[name] }, value ?? '')
}

function findTaken(
  call: Call,
  type: ObjectType,
  given: { values: Record<string, string>; record: CrmRecord | undefined },
): PropertyIssue[] {
  const issues: PropertyIssue[] = []
  for (const [name, value] of Object.entries(given.values)) {
    const table = findTable(call.portal, type)
    const holder = value !== '' && table.unique.has(name) ? findByValue(table, name, value) : undefined
    if (!holder || holder === given.record) continue
    if (name === 'email') throw new ApiError(409, `Contact already exists. Existing ID: ${holder.id}`, { category: 'CONFLICT' })
    issues.push({ name, error: 'CONFLICTING_UNIQUE_VALUE', message: `${holder.id} already has that value.` })
  }
  return issues
}

function findStrayStage(call: Call, type: ObjectType, values: Record<string, string>): PropertyIssue[] {
  const { stages } = type
  const stage = stages && values[stages.stage]
  if (!stages || !stage) return []
  const pipelineId = values[stages.pipeline] || stages.defaultPipeline
  const pipeline = call.portal.pipelines[type.name]?.find((each) => each.id === pipelineId)
  if (!pipeline || pipeline.stages.some((each) => each.id === stage)) return []
  return [{ name: stages.stage, error: 'INVALID_OPTION', message: `${stage} is not a valid stage of pipeline ${pipelineId}` }]
}

/**
 * Stores a new record with the links that come with it.
 * @throws ApiError 400 when a value it must have is missing
 */
export function createRecord(call: Call, type: ObjectType, given: { values: Record<string, string>; links: PlannedLink[] }): CrmRecord {
  const values = completeValues(call, type, given)
  const time = formatTime(call.now)
  const id = takeId(call.portal)
  const properties: Record<string, string> = {
    ...values,
    [type.created]: values[type.created] ?? time,
    [type.modified]: time,
    hs_object_id: id,
    hs_object_source: 'INTEGRATION',
    hs_object_source_id: call.appId,
    hs_object_source_label: 'INTEGRATION',
  }
  if (type.name === 'leads') properties['hs_createdate'] = time
  const record: CrmRecord = { id, properties, createdAt: properties[type.created] ?? time, updatedAt: time, history: {} }
  Object.assign(properties, deriveValues(call.portal, type, properties))
  for (const name of Object.keys(given.values)) noteHistory(call, record, name)
  delayIndex(call, record, undefined)
  addRecord(findTable(call.portal, type), record)
  for (const link of given.links) linkRecords(call.portal.associations, { type: type.name, id }, link.to, link.type)
  return record
}

/** The values of a new record with those it gets by itself. @throws ApiError 400 when one it must have is missing */
export function completeValues(
  call: Call,
  type: ObjectType,
  given: { values: Record<string, string>; links: PlannedLink[] },
): Record<string, string> {
  const values = { ...createDefaults(call, type, given.values), ...dropEmpty(given.values) }
  checkRequired(call, type, { values, links: given.links })
  return values
}

/** Changes a record; empty values clear. */
export function updateRecord(call: Call, type: ObjectType, change: { record: CrmRecord; values: Record<string, string> }): void {
  const { record, values } = change
  delayIndex(call, record, { ...record.properties })
  record.history ??= {}
  changeValues(findTable(call.portal, type), record, (properties) => {
    for (const [name, value] of Object.entries(values)) {
      if (value === '') delete properties[name]
      else properties[name] = value
    }
  })
  for (const name of Object.keys(values)) noteHistory(call, record, name)
  const time = formatTime(call.now)
  record.updatedAt = time
  record.properties[type.modified] = time
  Object.assign(record.properties, deriveValues(call.portal, type, record.properties))
}

/** Puts a record into the recycling bin: gone from lists, searches and associations. */
export function archive(call: Call, type: ObjectType, record: CrmRecord): void {
  delayIndex(call, record, { ...record.properties })
  archiveRecord(findTable(call.portal, type), record, formatTime(call.now))
  unlinkRecord(call.portal.associations, { type: type.name, id: record.id })
}

function createDefaults(call: Call, type: ObjectType, values: Record<string, string>): Record<string, string> {
  const defaults: Record<string, string> = {}
  if (type.stages) defaults[type.stages.pipeline] = type.stages.defaultPipeline
  if (type.name === 'contacts') defaults['lifecyclestage'] = 'lead'
  if (type.name === 'tasks') Object.assign(defaults, { hs_task_status: 'NOT_STARTED', hs_task_type: 'TODO' })
  if (type.name === 'leads') {
    const pipeline = call.portal.pipelines['leads']?.find((each) => each.id === (values['hs_pipeline'] || type.stages?.defaultPipeline))
    const first = pipeline?.stages[0]
    if (first) defaults['hs_pipeline_stage'] = first.id
  }
  if (type.name === 'meetings' && values['hs_meeting_start_time']) defaults['hs_timestamp'] = values['hs_meeting_start_time']
  if (type.required.includes('hs_timestamp') && call.options.missingTimestamp === 'now') defaults['hs_timestamp'] ??= formatTime(call.now)
  return defaults
}

function checkRequired(call: Call, type: ObjectType, given: { values: Record<string, string>; links: PlannedLink[] }): void {
  const missing = type.required.filter((name) => !given.values[name])
  const isNameless = call.options.needsName && type.naming.length > 0 && !type.naming.some((name) => given.values[name])
  if (missing.length > 0 || isNameless) {
    const message = `Error creating ${type.singular.toUpperCase()}. Some required properties were not set.`
    throw createInvalidError(message, { context: { properties: missing.length > 0 ? missing : [...type.naming] } })
  }
  if (type.name === 'leads' && !given.links.some((link) => link.to.type === 'contacts' || link.to.type === 'companies')) {
    throw createInvalidError('Lead must be associated with a primary contact or a primary company when it is created')
  }
}

function dropEmpty(values: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ''))
}

function noteHistory(call: Call, record: CrmRecord, name: string): void {
  const entry = { value: record.properties[name] ?? '', timestamp: formatTime(call.now), sourceType: 'INTEGRATION', sourceId: call.appId }
  record.history ??= {}
  record.history[name] = [entry, ...(record.history[name] ?? [])].slice(0, 20)
}

function delayIndex(call: Call, record: CrmRecord, before: Record<string, string> | undefined): void {
  if (call.options.searchLagMs <= 0) return
  // Within a lag that has begun, the index goes on believing what it did.
  const known = record.indexed && record.indexed.until > call.now ? record.indexed.properties : before
  record.indexed = { until: call.now + call.options.searchLagMs, properties: known }
}
