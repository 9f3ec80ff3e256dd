// Users, the caller's settings and the company's currencies (v1).
import { answerData, type Call, type Operations, serve } from '../call.ts'
import { checkV1Body, v1Flag, v1Text } from '../checks-v1.ts'
import { ApiError, createV1Error } from '../errors.ts'
import { createUser } from '../seed/settings.ts'
import { formatV1Time, insertRow, listRows, type Row } from '../tenant.ts'

export const userOperations: Operations = {
  'GET /v1/users': serve(20, 'users:read', (call) => answerData(listRows(call.tenant.tables.users).map((row) => showUser(row, call)))),
  'POST /v1/users': serve(10, 'admin', (call) => {
    const { email } = checkV1Body(call, { email: v1Text('filled') })
    if (typeof email !== 'string' || !email.includes('@')) throw createV1Error(400, 'Email must be given.')
    const { users } = call.tenant.tables
    if (listRows(users).some((each) => each['email'] === email)) throw createV1Error(400, 'User with this email already exists.')
    const { active_flag = true } = checkV1Body(call, { active_flag: v1Flag })
    const name = email.slice(0, email.indexOf('@'))
    const row = insertRow(users, createUser(call.tenant, { id: users.nextId, name, email, admin: false, active: active_flag === true }))
    call.announce({ entity: 'user', action: 'create', id: row.id, data: showUser(row, call), previous: null })
    return answerData(showUser(row, call))
  }),
  'GET /v1/users/find': serve(40, 'users:read', findUsers),
  'GET /v1/users/me': serve(2, '', (call) => {
    const { companyId, companyName, id, country, industry } = call.tenant
    return answerData({
      ...showUser(call.user, call),
      company_id: companyId,
      company_name: companyName,
      company_domain: id,
      company_country: country,
      company_industry: industry,
      language: { language_code: 'en', country_code: 'US' },
    })
  }),
  'GET /v1/users/{id}': serve(2, 'users:read', (call) => answerData(showUser(findUser(call), call))),
  'PUT /v1/users/{id}': serve(10, 'admin', (call) => {
    const row = findUser(call)
    const sent = checkV1Body(call, { active_flag: v1Flag })
    if (sent['active_flag'] === undefined) throw createV1Error(400, 'active_flag must be given.')
    const previous = showUser(row, call)
    Object.assign(row, sent, { modified: formatV1Time(call.now) })
    call.announce({ entity: 'user', action: 'change', id: row.id, data: showUser(row, call), previous })
    return answerData(showUser(row, call))
  }),
  'GET /v1/userSettings': serve(2, '', () =>
    answerData({
      marketplace_team: false,
      list_limit: 100,
      beta_app: false,
      prevent_salesphone_callto_override: false,
      file_upload_destination: 's3',
      callto_link_syntax: 'callto:[number]',
      autofill_deal_expected_close_date: false,
      person_duplicate_condition: 'name && (org_id || email || phone)',
    }),
  ),
  'GET /v1/currencies': serve(20, '', (call) => {
    const term = (call.query.get('term') ?? '').toLowerCase()
    const rows = listRows(call.tenant.tables.currencies)
    return answerData(rows.filter((each) => `${String(each['code'])} ${String(each['name'])}`.toLowerCase().includes(term)))
  }),
}

function findUsers(call: Call) {
  const term = call.query.get('term')?.toLowerCase()
  if (!term) throw createV1Error(400, 'Search term must be given.')
  const fields = call.query.get('search_by_email') === '1' ? ['email'] : ['name', 'email']
  const rows = listRows(call.tenant.tables.users).filter((row) => fields.some((name) => String(row[name]).toLowerCase().includes(term)))
  return answerData(rows.map((row) => showUser(row, call)))
}

function showUser(row: Row, call: Call): Record<string, unknown> {
  return { ...row, is_you: row.id === call.user.id }
}

function findUser(call: Call): Row {
  const row = call.tenant.tables.users.rows.get(Number(call.params['id']))
  if (!row) throw new ApiError(404, { success: false, error: 'User not found or not accessible.' })
  return row
}
