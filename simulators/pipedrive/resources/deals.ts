// Deals (v2), open and archived.
import { type Call, type Operations, serve } from '../call.ts'
import { amount, choice, day, flag, list, nullable, reference, text, time, visibility, whole } from '../checks.ts'
import { ApiError, createValidationError } from '../errors.ts'
import { customFields } from '../fields/custom-values.ts'
import { readWhole, readWords } from '../list/parameters.ts'
import { formatTime, listRows, type Row } from '../tenant.ts'
import { countLinked, pickCounts } from './counts.ts'
import { createEntity, deleteEntity, type Entity, isThere, listEntities, readEntity, updateEntity } from './entity.ts'

export const deal: Entity = {
  table: 'deals',
  name: 'deal',
  fields: 'deal',
  checks: {
    title: text(255, 'filled'),
    owner_id: reference('users', 'User'),
    person_id: nullable(reference('persons', 'Person')),
    org_id: nullable(reference('organizations', 'Organization')),
    pipeline_id: reference('pipelines', 'Pipeline'),
    stage_id: reference('stages', 'Stage'),
    value: amount,
    currency: text(3, 'filled'),
    is_deleted: flag,
    is_archived: flag,
    archive_time: time,
    status: choice(['open', 'won', 'lost']),
    probability: nullable(whole(0, 100)),
    lost_reason: nullable(text()),
    visible_to: visibility,
    close_time: nullable(time),
    won_time: nullable(time),
    lost_time: nullable(time),
    expected_close_date: nullable(day),
    label_ids: list(whole(1)),
    custom_fields: customFields('deal'),
  },
  required: ['title'],
  defaults: ({ user, tenant }) => ({
    title: '',
    creator_user_id: user.id,
    owner_id: user.id,
    person_id: null,
    org_id: null,
    stage_id: null,
    pipeline_id: null,
    value: 0,
    currency: tenant.currency,
    stage_change_time: null,
    status: 'open',
    is_archived: false,
    archive_time: null,
    probability: null,
    lost_reason: null,
    visible_to: 3,
    close_time: null,
    won_time: null,
    lost_time: null,
    local_won_date: null,
    local_lost_date: null,
    local_close_date: null,
    expected_close_date: null,
    label_ids: [],
    origin: 'API',
    origin_id: null,
    channel: null,
    channel_id: null,
    arr: null,
    mrr: null,
    acv: null,
    custom_fields: {},
  }),
  settle: (row, { sent, before, call }) => {
    if (before?.['is_archived'] === true && sent['is_archived'] !== false) throw refuseArchived()
    if (!before) checkCapacity(call)
    settleStage(row, sent, call)
    if (before && before['stage_id'] !== row['stage_id']) row['stage_change_time'] = formatTime(call.now)
    settleStatus(row, { sent, before, call })
    if (row['is_archived'] !== true) row['archive_time'] = null
    else row['archive_time'] ??= formatTime(call.now)
  },
  filters: (call) => {
    const tests: ((row: Row) => boolean)[] = []
    for (const name of ['owner_id', 'person_id', 'org_id', 'pipeline_id', 'stage_id']) {
      const id = readWhole(call.query, name)
      if (id !== undefined) tests.push((row) => row[name] === id)
    }
    const statuses = readWords(call.query, 'status', ['open', 'won', 'lost', 'deleted'])
    if (statuses) tests.push((row) => statuses.includes(row['is_deleted'] === true ? 'deleted' : String(row['status'])))
    return tests
  },
  sortable: ['id', 'update_time', 'add_time'],
  included: {
    ...pickCounts(countLinked('deal_id'), ['activities_count', 'done_activities_count', 'undone_activities_count', 'notes_count']),
    products_count: () => 0,
  },
}

export const dealOperations: Operations = {
  'GET /v2/deals': serve(10, 'deals:read deals:full', (call) => listEntities(deal, call, isListed(call))),
  'GET /v2/deals/archived': serve(20, 'deals:read deals:full', (call) =>
    listEntities(deal, call, (row) => isThere(row) && row['is_archived'] === true),
  ),
  'POST /v2/deals': serve(5, 'deals:full', (call) => createEntity(deal, call)),
  'GET /v2/deals/{id}': serve(1, 'deals:read deals:full', (call) => readEntity(deal, call)),
  'PATCH /v2/deals/{id}': serve(5, 'deals:full', (call) => updateEntity(deal, call)),
  'DELETE /v2/deals/{id}': serve(3, 'deals:full', (call) => deleteEntity(deal, call)),
}

// Archived deals have a list of their own; deleted ones come only when `status` asks for them.
function isListed(call: Call): (row: Row) => boolean {
  const withDeleted = call.query.get('status')?.split(',').includes('deleted') ?? false
  return (row) => row['is_archived'] !== true && (isThere(row) || withDeleted)
}

// A stage decides the pipeline; a pipeline alone means its first stage.
function settleStage(row: Row, sent: Record<string, unknown>, { tenant }: Call): void {
  const { pipelines, stages } = tenant.tables
  if (typeof sent['stage_id'] === 'number') {
    const pipeline = stages.rows.get(sent['stage_id'])?.['pipeline_id']
    if (sent['pipeline_id'] !== undefined && sent['pipeline_id'] !== pipeline) {
      throw createValidationError('stage_id', 'Stage does not belong to the pipeline.')
    }
    row['pipeline_id'] = pipeline
    return
  }
  if (row['stage_id'] !== null && sent['pipeline_id'] === undefined) return
  row['pipeline_id'] ??= listRows(pipelines).find(isThere)?.id ?? null
  const inPipeline = listRows(stages).filter((each) => isThere(each) && each['pipeline_id'] === row['pipeline_id'])
  row['stage_id'] = inPipeline.sort((left, right) => Number(left['order_nr']) - Number(right['order_nr']))[0]?.id ?? null
}

const onlyWhen: Record<string, readonly string[]> = {
  lost_reason: ['lost'],
  lost_time: ['lost'],
  won_time: ['won'],
  close_time: ['won', 'lost'],
}

function settleStatus(row: Row, { sent, before, call }: { sent: Record<string, unknown>; before: Row | undefined; call: Call }): void {
  const status = String(row['status'])
  for (const [name, statuses] of Object.entries(onlyWhen)) {
    if (sent[name] !== undefined && sent[name] !== null && !statuses.includes(status)) {
      throw createValidationError(name, `Can only be set if deal status is ${statuses.join(' or ')}.`)
    }
  }
  if (before && before['status'] === status) return
  const stamp = formatTime(call.now)
  for (const name of ['lost_reason', 'lost_time', 'won_time', 'close_time'] as const) if (sent[name] === undefined) row[name] = null
  if (status !== 'open') {
    row['close_time'] ??= stamp
    row[`${status}_time`] ??= stamp
  }
  for (const name of ['won', 'lost', 'close'] as const) row[`local_${name}_date`] = String(row[`${name}_time`] ?? '').slice(0, 10) || null
}

function checkCapacity({ tenant, options }: Call): void {
  if (options.openDealsLimit === 0) return
  const open = listRows(tenant.tables.deals).filter((each) => isThere(each) && each['status'] === 'open').length
  if (open < options.openDealsLimit) return
  throw new ApiError(403, {
    success: false,
    error: "Couldn't add the deal. Open deals limit reached.",
    error_info: 'Please check developers.pipedrive.com for more information about Pipedrive API.',
    data: null,
    additional_data: null,
    code: 'feature_capping_deals_limit',
  })
}

function refuseArchived(): ApiError {
  return createValidationError('is_archived', 'Archived deals cannot be edited.')
}
