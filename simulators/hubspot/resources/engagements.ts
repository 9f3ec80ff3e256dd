// The older engagements API (v1) over the same notes, tasks, calls, emails and meetings: one shape for all five, numbers for ids and times.
import type { Answer } from '../../lib/http/answer.ts'
import { findTypes, linkRecords, listLinks } from '../associations/store.ts'
import { answerNothing, answerOk, type Call, type Operations, serve } from '../call.ts'
import { ApiError, createFieldsError, createInvalidError } from '../errors.ts'
import { findType } from '../objects/find-type.ts'
import { engagementNames, type ObjectType } from '../objects/object-types.ts'
import { archive, checkValues, createRecord, updateRecord } from '../objects/write.ts'
import { type CrmRecord, findTable } from '../portal.ts'
import { metadataNames, readMetadata, showMetadata } from './engagement-metadata.ts'

const path = '/engagements/v1/engagements'
const need = { read: 'crm.objects.contacts.read', write: 'crm.objects.contacts.write' }

export const engagementOperations: Operations = {
  [`POST ${path}`]: serve(need.write, create),
  [`GET ${path}/paged`]: serve(need.read, (call) => listPage(call, listAll(call))),
  [`GET ${path}/{id}`]: serve(need.read, (call) => answerOk(show(call, find(call)))),
  [`PATCH ${path}/{id}`]: serve(need.write, update),
  [`DELETE ${path}/{id}`]: serve(need.write, remove),
  [`GET ${path}/associated/{objectType}/{objectId}/paged`]: serve(need.read, listAssociated),
}

interface Engagement {
  type: ObjectType
  record: CrmRecord
}

const ends = { contactIds: 'contacts', companyIds: 'companies', dealIds: 'deals', ticketIds: 'tickets' } as const

function listAll(call: Call): Engagement[] {
  return engagementNames
    .flatMap((name) => {
      const type = findType(call.portal, name)
      return findTable(call.portal, type).living.map((record) => ({ type, record }))
    })
    .sort((left, right) => Number(left.record.id) - Number(right.record.id))
}

function find(call: Call): Engagement {
  const id = call.params['id'] ?? ''
  for (const name of engagementNames) {
    const type = findType(call.portal, name)
    const record = findTable(call.portal, type).byId.get(id)
    if (record && record.archivedAt === undefined) return { type, record }
  }
  throw new ApiError(404, 'resource not found')
}

function listPage(call: Call, all: Engagement[]): Answer {
  const limit = Math.min(Number(call.query.get('limit') ?? 100) || 100, 250)
  const offset = Number(call.query.get('offset') ?? 0) || 0
  const rest = all.filter(({ record }) => Number(record.id) >= offset)
  const page = rest.slice(0, limit)
  const last = page.at(-1)
  return answerOk({
    results: page.map((each) => show(call, each)),
    hasMore: rest.length > limit,
    offset: last ? Number(last.record.id) + 1 : offset,
  })
}

function listAssociated(call: Call): Answer {
  const owner = findType(call.portal, call.params['objectType'] ?? '')
  const end = { type: owner.name, id: call.params['objectId'] ?? '' }
  return listPage(
    call,
    listAll(call).filter(({ type, record }) => listLinks(call.portal.associations, end, type.name).has(record.id)),
  )
}

function show(call: Call, { type, record }: Engagement): unknown {
  const { properties } = record
  const time = (text: string | undefined): number | undefined => (text === undefined ? undefined : Date.parse(text))
  const associated = Object.entries(ends).map(([name, kind]) => [
    name,
    [...listLinks(call.portal.associations, { type: type.name, id: record.id }, kind).keys()].map(Number),
  ])
  return {
    engagement: {
      id: Number(record.id),
      portalId: Number(call.portal.id),
      active: true,
      createdAt: time(record.createdAt),
      lastUpdated: time(record.updatedAt),
      ...(properties['hubspot_owner_id'] ? { ownerId: Number(properties['hubspot_owner_id']) } : {}),
      type: type.singular.toUpperCase(),
      timestamp: time(properties['hs_timestamp'] ?? record.createdAt),
      source: 'INTEGRATION',
      allAccessibleTeamIds: [],
      ...(properties['hs_body_preview'] ? { bodyPreview: properties['hs_body_preview'], bodyPreviewIsTruncated: false } : {}),
      queueMembershipIds: [],
    },
    associations: { ...Object.fromEntries(associated), ownerIds: [], workflowIds: [], contentIds: [], quoteIds: [] },
    attachments: [],
    scheduledTasks: [],
    metadata: showMetadata(type.name, properties),
  }
}

function readParts(
  type: ObjectType,
  { engagement = {}, metadata = {} }: Record<string, Record<string, unknown> | undefined>,
): Record<string, unknown> {
  const properties = readMetadata(type.name, metadata)
  if (engagement['ownerId'] !== undefined) properties['hubspot_owner_id'] = String(engagement['ownerId'])
  if (engagement['timestamp'] !== undefined) properties['hs_timestamp'] = String(engagement['timestamp'])
  return properties
}

function create(call: Call): Answer {
  const body = call.body as Record<string, Record<string, unknown> | undefined>
  const name = body['engagement']?.['type']
  if (typeof name !== 'string') throw createFieldsError(['engagement.type'])
  const type = findType(call.portal, name)
  if (!Object.hasOwn(metadataNames, type.name)) throw createInvalidError(`${name} is not a valid engagement type`)
  const properties = { hs_timestamp: String(call.now), ...readParts(type, body) }
  const record = createRecord(call, type, { values: checkValues(call, type, { properties }), links: [] })
  associate(call, { type, record }, body['associations'] ?? {})
  return answerOk(show(call, { type, record }))
}

function associate(call: Call, { type, record }: Engagement, given: Record<string, unknown>): void {
  for (const [name, kind] of Object.entries(ends)) {
    const ids = Array.isArray(given[name]) ? (given[name] as unknown[]).map(String) : []
    const link = findTypes(call.portal.associations, type.name, kind)[0]
    for (const id of ids) {
      const target = call.portal.tables[kind]?.byId.get(id)
      if (!target || target.archivedAt !== undefined) throw createInvalidError(`${kind} ${id} does not exist`)
      if (link) linkRecords(call.portal.associations, { type: type.name, id: record.id }, { type: kind, id }, link)
    }
  }
}

function update(call: Call): Answer {
  const found = find(call)
  const body = call.body as Record<string, Record<string, unknown> | undefined>
  const values = checkValues(call, found.type, { properties: readParts(found.type, body), record: found.record })
  updateRecord(call, found.type, { record: found.record, values })
  associate(call, found, body['associations'] ?? {})
  return answerOk(show(call, found))
}

function remove(call: Call): Answer {
  const { type, record } = find(call)
  archive(call, type, record)
  return answerNothing()
}
