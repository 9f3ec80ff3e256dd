// Webhooks (v1): registered, listed, removed. Their errors have a form of their own.
import { answerData, type Call, type Operations, serve } from '../call.ts'
import { ApiError } from '../errors.ts'
import { insertRow, listRows } from '../tenant.ts'

const actions = ['create', 'change', 'delete', '*']
const objects = ['activity', 'deal', 'lead', 'note', 'organization', 'person', 'pipeline', 'product', 'stage', 'user', '*']
const most = 40

export const webhookOperations: Operations = {
  'GET /v1/webhooks': serve(10, 'admin', (call) => answerOk(listRows(call.tenant.tables.webhooks), 200)),
  'POST /v1/webhooks': serve(10, 'admin', createWebhook),
  'DELETE /v1/webhooks/{id}': serve(6, 'admin', (call) => {
    const { rows } = call.tenant.tables.webhooks
    if (!rows.delete(Number(call.params['id']))) throw refuse(404, 'id', 'not found')
    return answerOk(undefined, 200)
  }),
}

function createWebhook(call: Call) {
  const { subscription_url: url, event_action: action, event_object: object, name, version = '2.0' } = call.body
  if (typeof url !== 'string' || !isReachable(url)) throw refuse(400, 'subscription_url', 'invalid or non-reachable URL')
  if (!actions.includes(String(action))) throw refuse(400, 'event_action', 'invalid value')
  if (!objects.includes(String(object))) throw refuse(400, 'event_object', 'invalid value')
  if (typeof name !== 'string' || name === '' || name.length > 255) throw refuse(400, 'name', 'is required')
  if (version !== '2.0') throw refuse(400, 'version', 'invalid value')
  const userId = typeof call.body['user_id'] === 'number' ? call.body['user_id'] : call.user.id
  if (!call.tenant.tables.users.rows.has(userId)) throw refuse(400, 'user_id', 'not found')
  const { webhooks } = call.tenant.tables
  if (listRows(webhooks).filter((each) => each['owner_id'] === call.user.id).length >= most)
    throw refuse(422, 'limit', 'webhooks limit reached')
  const row = insertRow(webhooks, {
    company_id: call.tenant.companyId,
    owner_id: call.user.id,
    user_id: userId,
    event_action: action,
    event_object: object,
    subscription_url: url,
    version,
    is_active: 1,
    add_time: new Date(call.now).toISOString(),
    remove_time: null,
    type: 'application',
    http_auth_user: call.body['http_auth_user'] ?? null,
    http_auth_password: call.body['http_auth_password'] ?? null,
    remove_reason: null,
    last_delivery_time: null,
    last_http_status: null,
    admin_id: call.user.id,
    name,
  })
  return answerOk(row, 201)
}

// https, as at the vendor; deviation for work on one machine: plain http on a loopback address.
function isReachable(text: string): boolean {
  if (!URL.canParse(text)) return false
  const url = new URL(text)
  return url.protocol === 'https:' || (url.protocol === 'http:' && ['127.0.0.1', '[::1]', 'localhost'].includes(url.hostname))
}

function answerOk(data: unknown, status: number) {
  const answer = answerData(data)
  return { ...answer, status, body: { status: 'ok', ...(answer.body as object) } }
}

function refuse(status: number, property: string, reason: string): ApiError {
  return new ApiError(status, { status: 'error', success: false, errors: { [property]: [reason] } })
}
