// The timeline of an application: its kinds of event (templates), their tokens, and events on records.
import { randomUUID } from 'node:crypto'
import type { Answer } from '../../lib/http/answer.ts'
import { answerCreated, answerNothing, answerOk, type Call, type Operations, serve } from '../call.ts'
import { ApiError, createFieldsError, createInvalidError } from '../errors.ts'
import { formatTime, takeId } from '../portal.ts'
import type { TimelineTemplate, TimelineToken } from '../portal-data.ts'

const templates = '/crm/v3/timeline/{appId}/event-templates'
const events = '/crm/v3/timeline/events'

export const timelineOperations: Operations = {
  [`GET ${templates}`]: serve('timeline', (call) => answerOk({ results: listTemplates(call).map(showTemplate) })),
  [`POST ${templates}`]: serve('timeline', createTemplate),
  [`GET ${templates}/{templateId}`]: serve('timeline', (call) => answerOk(showTemplate(findTemplate(call)))),
  [`PUT ${templates}/{templateId}`]: serve('timeline', replaceTemplate),
  [`DELETE ${templates}/{templateId}`]: serve('timeline', removeTemplate),
  [`POST ${templates}/{templateId}/tokens`]: serve('timeline', createToken),
  [`PUT ${templates}/{templateId}/tokens/{tokenName}`]: serve('timeline', replaceToken),
  [`DELETE ${templates}/{templateId}/tokens/{tokenName}`]: serve('timeline', removeToken),
  [`POST ${events}`]: serve('timeline', createEvent),
  [`GET ${events}/{templateId}/{eventId}`]: serve('timeline', readEvent),
}

function listTemplates(call: Call): TimelineTemplate[] {
  return call.portal.templates.filter((each) => each.appId === call.params['appId'])
}

function showTemplate({ appId, ...shown }: TimelineTemplate): unknown {
  return shown
}

function findTemplate(call: Call): TimelineTemplate {
  const id = call.params['templateId'] ?? ''
  const found = listTemplates(call).find((each) => each.id === id)
  if (!found) throw new ApiError(404, `No event template with id ${id} exists`, { category: 'OBJECT_NOT_FOUND' })
  return found
}

const objectTypes = ['contacts', 'companies', 'deals', 'tickets']

function readTemplate(call: Call): Pick<TimelineTemplate, 'name' | 'objectType' | 'tokens'> & Partial<TimelineTemplate> {
  const { body } = call
  const missing = ['name', 'objectType'].filter((name) => typeof body[name] !== 'string')
  if (missing.length > 0) throw createFieldsError(missing)
  if (!objectTypes.includes(String(body['objectType']))) throw createInvalidError(`objectType must be one of ${objectTypes.join(', ')}`)
  const tokens = (Array.isArray(body['tokens']) ? (body['tokens'] as Record<string, unknown>[]) : []).map((each) => readToken(call, each))
  const texts = Object.fromEntries(
    ['headerTemplate', 'detailTemplate'].filter((name) => typeof body[name] === 'string').map((name) => [name, body[name]]),
  )
  return { name: String(body['name']), objectType: String(body['objectType']), tokens, ...texts }
}

function readToken(call: Call, given: Record<string, unknown>): TimelineToken {
  const missing = ['name', 'label', 'type'].filter((name) => typeof given[name] !== 'string')
  if (missing.length > 0) throw createFieldsError(missing)
  if (!['date', 'enumeration', 'number', 'string'].includes(String(given['type'])))
    throw createInvalidError(`${String(given['type'])} is not a valid token type`)
  const time = formatTime(call.now)
  return {
    name: String(given['name']),
    label: String(given['label']),
    type: String(given['type']),
    options: Array.isArray(given['options']) ? given['options'] : [],
    ...(typeof given['objectPropertyName'] === 'string' ? { objectPropertyName: given['objectPropertyName'] } : {}),
    createdAt: time,
    updatedAt: time,
  }
}

function createTemplate(call: Call): Answer {
  const time = formatTime(call.now)
  const template: TimelineTemplate = {
    id: takeId(call.portal),
    appId: call.params['appId'] ?? '',
    ...readTemplate(call),
    createdAt: time,
    updatedAt: time,
  }
  call.portal.templates.push(template)
  return answerCreated(showTemplate(template))
}

function replaceTemplate(call: Call): Answer {
  const template = findTemplate(call)
  const { objectType, ...fields } = readTemplate({ ...call, body: { objectType: template.objectType, ...call.body } })
  return answerOk(showTemplate(Object.assign(template, fields, { updatedAt: formatTime(call.now) })))
}

function removeTemplate(call: Call): Answer {
  const template = findTemplate(call)
  call.portal.templates = call.portal.templates.filter((each) => each !== template)
  return answerNothing()
}

function createToken(call: Call): Answer {
  const template = findTemplate(call)
  const token = readToken(call, call.body)
  if (template.tokens.some((each) => each.name === token.name)) throw createInvalidError(`Token ${token.name} already exists`)
  template.tokens.push(token)
  return answerOk(token)
}

function findToken(call: Call): TimelineToken {
  const name = call.params['tokenName'] ?? ''
  const found = findTemplate(call).tokens.find((each) => each.name === name)
  if (!found) throw new ApiError(404, `No token named ${name} exists`, { category: 'OBJECT_NOT_FOUND' })
  return found
}

function replaceToken(call: Call): Answer {
  const token = findToken(call)
  const { name, createdAt, ...fresh } = readToken(call, { ...token, ...call.body, name: token.name })
  return answerOk(Object.assign(token, fresh))
}

function removeToken(call: Call): Answer {
  const template = findTemplate(call)
  const token = findToken(call)
  template.tokens = template.tokens.filter((each) => each !== token)
  return answerNothing()
}

function createEvent(call: Call): Answer {
  const { body, portal } = call
  const missing = ['eventTemplateId', 'tokens'].filter((name) => body[name] === undefined)
  if (missing.length > 0) throw createFieldsError(missing)
  const template = portal.templates.find((each) => each.id === body['eventTemplateId'])
  if (!template) throw createInvalidError(`No event template with id ${String(body['eventTemplateId'])} exists`)
  const objectId = findObject(call, template)
  const time = formatTime(call.now)
  const event = {
    id: typeof body['id'] === 'string' ? body['id'] : randomUUID(),
    eventTemplateId: template.id,
    objectType: template.objectType,
    objectId,
    ...(typeof body['email'] === 'string' ? { email: body['email'] } : {}),
    tokens: body['tokens'] as Record<string, string>,
    ...(body['extraData'] === undefined ? {} : { extraData: body['extraData'] }),
    timestamp: typeof body['timestamp'] === 'string' ? body['timestamp'] : time,
    createdAt: time,
  }
  portal.events.push(event)
  return answerCreated(event)
}

function findObject(call: Call, template: TimelineTemplate): string {
  const { objectId, email } = call.body
  const records = call.portal.tables[template.objectType]?.living ?? []
  const found = records.find(
    (each) => each.id === objectId || (typeof email === 'string' && each.properties['email'] === email.toLowerCase()),
  )
  if (!found) throw createInvalidError('The event must name a record that exists, by objectId or email')
  return found.id
}

function readEvent(call: Call): Answer {
  const { templateId, eventId } = call.params
  const event = call.portal.events.find((each) => each.id === eventId && each.eventTemplateId === templateId)
  if (!event) throw new ApiError(404, `No event with id ${eventId} exists`, { category: 'OBJECT_NOT_FOUND' })
  return answerOk(event)
}
