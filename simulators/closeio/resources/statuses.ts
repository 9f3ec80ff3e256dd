// Statuses of leads and opportunities, and pipelines: the picklists of the vendor.
import type { Answer } from '../../lib/http/answer.ts'
import { answerOk, type Call, type Routes } from '../call.ts'
import { checkBody, choice, list, object, text } from '../checks.ts'
import { createNotFound, InvalidRequest } from '../errors.ts'
import { insertRow, type Row, removeRow, type TableName, type Tenant } from '../tenant.ts'
import { formatTime } from '../time.ts'

export const statusRoutes: Routes = {
  ...createStatusRoutes({ segment: 'lead', table: 'leadStatuses', users: 'leads' }),
  ...createStatusRoutes({ segment: 'opportunity', table: 'opportunityStatuses', users: 'opportunities' }),
  'GET /pipeline/': (call) =>
    answerOk({ data: call.tenant.tables.pipelines.order.map((each) => renderPipeline(each, call.tenant)), has_more: false }),
  'POST /pipeline/': createPipeline,
  'PUT /pipeline/{id}/': updatePipeline,
  'DELETE /pipeline/{id}/': removePipeline,
}

/** A status as lists show it. */
export function renderStatus(row: Row, tenant: Tenant): Record<string, unknown> {
  const { id, label, status_type: type, pipeline_id: pipeline } = row
  return { id, label, ...(type ? { status_type: type, type, pipeline_id: pipeline } : {}), organization_id: tenant.organizationId }
}

/** A pipeline with its statuses. */
export function renderPipeline(row: Row, tenant: Tenant): Record<string, unknown> {
  const statuses = tenant.tables.opportunityStatuses.order.filter((each) => each['pipeline_id'] === row.id)
  const shown = statuses.map((each) => ({ id: each.id, label: each['label'], type: each['status_type'] }))
  return { ...row, organization_id: tenant.organizationId, statuses: shown }
}

function createStatusRoutes(at: { segment: string; table: TableName; users: TableName }): Routes {
  const path = `/status/${at.segment}/`
  const isOpportunity = at.segment === 'opportunity'
  const show = (call: Call, row: Row): Answer => answerOk(renderStatus(row, call.tenant))
  return {
    [`GET ${path}`]: (call) => {
      const data = call.tenant.tables[at.table].order.map((each) => renderStatus(each, call.tenant))
      return answerOk({ data, has_more: false })
    },
    [`POST ${path}`]: (call) => {
      const checks = { label: text, ...(isOpportunity ? { status_type: choice(['active', 'won', 'lost']), pipeline_id: text } : {}) }
      const values = checkBody(call, checks, isOpportunity ? ['label', 'status_type'] : ['label'])
      const pipeline = isOpportunity ? { pipeline_id: values['pipeline_id'] ?? call.tenant.tables.pipelines.order[0]?.id } : {}
      return show(call, insertRow(call.tenant, at.table, { ...values, ...pipeline }))
    },
    [`PUT ${path}{id}/`]: (call) => {
      const row = findRow(call, at.table, 'Status')
      return show(call, Object.assign(row, checkBody(call, { label: text }, ['label'])))
    },
    [`DELETE ${path}{id}/`]: (call) => {
      const row = findRow(call, at.table, 'Status')
      const isUsed = call.tenant.tables[at.users].order.some((each) => each['status_id'] === row.id)
      if (isUsed) throw new InvalidRequest({}, ['This status is in use. Move its records to another status first.'])
      removeRow(call.tenant.tables[at.table], row, call.now)
      return answerOk({})
    },
  }
}

function findRow(call: Call, table: TableName, noun: string): Row {
  const row = call.tenant.tables[table].rows.get(call.params['id'] ?? '')
  if (!row) throw createNotFound(noun)
  return row
}

const statusItem = object({ id: text, label: text, type: choice(['active', 'won', 'lost']) }, [], (each) => each)

function createPipeline(call: Call): Answer {
  const { name, statuses } = checkBody(call, { name: text, statuses: list(statusItem) }, ['name'])
  const now = formatTime(call.now)
  const stamp = { created_by: call.user.id, updated_by: call.user.id, date_created: now, date_updated: now }
  const row = insertRow(call.tenant, 'pipelines', { name, ...stamp })
  placeStatuses(call, row, (statuses ?? []) as Row[])
  return { status: 201, type: 'json', body: renderPipeline(row, call.tenant) }
}

function updatePipeline(call: Call): Answer {
  const row = findRow(call, 'pipelines', 'Pipeline')
  const { name, statuses } = checkBody(call, { name: text, statuses: list(statusItem) })
  if (name !== undefined) row['name'] = name
  Object.assign(row, { updated_by: call.user.id, date_updated: formatTime(call.now) })
  placeStatuses(call, row, (statuses ?? []) as Row[])
  return answerOk(renderPipeline(row, call.tenant))
}

// A known status moves to the pipeline; one without an id is made there.
function placeStatuses(call: Call, pipeline: Row, statuses: Partial<Row>[]): void {
  for (const each of statuses) {
    const known = each.id ? call.tenant.tables.opportunityStatuses.rows.get(each.id) : undefined
    if (known) known['pipeline_id'] = pipeline.id
    else {
      const values = { label: each['label'], status_type: each['type'] ?? 'active', pipeline_id: pipeline.id }
      insertRow(call.tenant, 'opportunityStatuses', values)
    }
  }
}

function removePipeline(call: Call): Answer {
  const row = findRow(call, 'pipelines', 'Pipeline')
  const isUsed = call.tenant.tables.opportunityStatuses.order.some((each) => each['pipeline_id'] === row.id)
  if (isUsed) throw new InvalidRequest({}, ['Only a pipeline without statuses can be deleted.'])
  removeRow(call.tenant.tables.pipelines, row, call.now)
  return { status: 204, type: 'none' }
}
