// The organization and its users.
import type { Answer } from '../../lib/http/answer.ts'
import { answerOk, type Call, type Routes } from '../call.ts'
import { createNotFound } from '../errors.ts'
import { listPage } from '../list.ts'
import { findRecord, type Kind, showRecord } from '../records.ts'
import type { Tenant } from '../tenant.ts'
import { readFieldNames, renderRow, stored, type View } from '../view.ts'
import { renderPipeline, renderStatus } from './statuses.ts'

const person: View = {
  ...stored('id'),
  ...stored('email'),
  ...stored('first_name'),
  ...stored('last_name'),
  ...stored('image'),
  ...stored('date_created'),
  ...stored('date_updated'),
}

const userView: View = { ...person, organizations: (_row, tenant) => [tenant.organizationId] }

const userKind: Kind = { table: 'users', objectType: 'user', noun: 'User', view: userView, flat: userView }

const meView: View = {
  ...person,
  email_verified_at: (row) => row['date_created'],
  organizations: (_row, tenant) => [{ id: tenant.organizationId, name: tenant.name, currency: 'USD' }],
  memberships: (row, tenant) => [{ organization_id: tenant.organizationId, role_id: row['role_id'], user_id: row.id }],
}

export const organizationRoutes: Routes = {
  'GET /me/': (call) => answerOk(renderRow(meView, call.user, { tenant: call.tenant, names: readFieldNames(call.query.get('_fields')) })),
  'GET /user/': (call) => answerOk(listPage(call, call.tenant.tables.users.order, userView)),
  'GET /user/{id}/': (call) => showRecord(call, userKind, findRecord(call, userKind)),
  'GET /organization/{id}/': showOrganization,
}

function showOrganization(call: Call): Answer {
  const { tenant } = call
  if (call.params['id'] !== tenant.organizationId) throw createNotFound('Organization')
  const organization = describeOrganization(tenant)
  const names = readFieldNames(call.query.get('_fields'))
  return answerOk(names ? Object.fromEntries(Object.entries(organization).filter(([name]) => names.has(name))) : organization)
}

function describeOrganization(tenant: Tenant): Record<string, unknown> {
  const { users, leadStatuses, opportunityStatuses, pipelines } = tenant.tables
  const first = users.order[0]
  return {
    id: tenant.organizationId,
    name: tenant.name,
    currency: 'USD',
    date_created: first?.['date_created'],
    date_updated: first?.['date_updated'],
    created_by: first?.id,
    updated_by: first?.id,
    memberships: users.order.map((user) => ({
      user_id: user.id,
      user_email: user['email'],
      user_first_name: user['first_name'],
      user_last_name: user['last_name'],
      user_full_name: `${user['first_name']} ${user['last_name']}`,
      role_id: user['role_id'],
    })),
    inactive_memberships: [],
    lead_statuses: leadStatuses.order.map((each) => renderStatus(each, tenant)),
    opportunity_statuses: opportunityStatuses.order.map((each) => renderStatus(each, tenant)),
    pipelines: pipelines.order.map((each) => renderPipeline(each, tenant)),
  }
}
