// Marketing campaigns (`/marketing/v3/campaigns`): records of their own sort, with UUIDs and pages by an encoded offset.
import { randomUUID } from 'node:crypto'
import type { Answer } from '../../lib/http/answer.ts'
import { answerCreated, answerNothing, answerOk, type Call, type Operations, serve } from '../call.ts'
import { ApiError, createFieldsError, createInvalidError } from '../errors.ts'
import { formatNext, readLimit } from '../objects/list.ts'
import { readList } from '../objects/render.ts'
import { formatTime } from '../portal.ts'
import type { Campaign } from '../portal-data.ts'

const path = '/marketing/v3/campaigns'

export const campaignOperations: Operations = {
  [`GET ${path}`]: serve('marketing.campaigns.read', list),
  [`POST ${path}`]: serve('marketing.campaigns.write', create),
  [`GET ${path}/{campaignId}`]: serve('marketing.campaigns.read', (call) => answerOk(show(find(call), readList(call.query, 'properties')))),
  [`PATCH ${path}/{campaignId}`]: serve('marketing.campaigns.write', update),
  [`DELETE ${path}/{campaignId}`]: serve('marketing.campaigns.write', remove),
}

const known = [
  'hs_name',
  'hs_start_date',
  'hs_end_date',
  'hs_notes',
  'hs_audience',
  'hs_currency_code',
  'hs_campaign_status',
  'hs_utm',
  'hs_owner',
  'hs_color_hex',
]
const sortable = ['hs_name', 'createdAt', 'updatedAt']

function list(call: Call): Answer {
  const limit = readLimit(call, { standard: 50, most: 100 })
  const sort = call.query.get('sort') ?? 'hs_name'
  const field = sort.replace(/^-/, '')
  if (!sortable.includes(field)) throw createInvalidError(`Invalid sort: ${sort}`)
  const name = call.query.get('name')?.toLowerCase() ?? ''
  const read = (each: Campaign): string =>
    field === 'hs_name' ? (each.properties['hs_name'] ?? '') : each[field as 'createdAt' | 'updatedAt']
  const sign = sort.startsWith('-') ? -1 : 1
  const found = call.portal.campaigns
    .filter((each) => (each.properties['hs_name'] ?? '').toLowerCase().includes(name))
    .sort((left, right) => sign * (read(left) < read(right) ? -1 : read(left) > read(right) ? 1 : 0))
  const start = decodeAfter(call.query.get('after'))
  const properties = readList(call.query, 'properties')
  const body = { total: found.length, results: found.slice(start, start + limit).map((each) => show(each, properties)) }
  const after = encodeURIComponent(Buffer.from(String(start + limit)).toString('base64'))
  return answerOk(start + limit < found.length ? { ...body, paging: formatNext(call, after) } : body)
}

// The cursor is given out percent-encoded already; it is taken back in either form.
function decodeAfter(after: string | null): number {
  if (after === null || after === '') return 0
  const offset = Buffer.from(after.replaceAll('%3D', '='), 'base64').toString()
  if (!/^\d+$/.test(offset)) throw createInvalidError(`Invalid paging cursor: ${after}`)
  return Number(offset)
}

function show({ id, properties, createdAt, updatedAt }: Campaign, names: string[]): unknown {
  const shown =
    names.length > 0 ? Object.fromEntries(names.flatMap((name) => (properties[name] === undefined ? [] : [[name, properties[name]]]))) : {}
  return { id, properties: shown, createdAt, updatedAt, businessUnits: [{ id: 0 }] }
}

function find(call: Call): Campaign {
  const id = call.params['campaignId'] ?? ''
  const found = call.portal.campaigns.find((each) => each.id === id)
  if (!found) throw new ApiError(404, `Campaign ${id} not found`, { category: 'OBJECT_NOT_FOUND' })
  return found
}

function readProperties(call: Call): Record<string, string> {
  const given = call.body['properties']
  if (typeof given !== 'object' || given === null) throw createFieldsError(['properties'])
  const entries = Object.entries(given as Record<string, unknown>)
  const wrong = entries.find(([name]) => !known.includes(name))
  if (wrong) throw createInvalidError(`Property "${wrong[0]}" does not exist`)
  return Object.fromEntries(entries.map(([name, value]) => [name, String(value ?? '')]))
}

function create(call: Call): Answer {
  const properties = readProperties(call)
  if (!properties['hs_name']) throw createInvalidError('hs_name is required')
  if (call.portal.campaigns.some((each) => each.properties['hs_name'] === properties['hs_name'])) {
    throw new ApiError(409, `Campaign with name ${properties['hs_name']} already exists`, { category: 'CONFLICT' })
  }
  const time = formatTime(call.now)
  const campaign: Campaign = { id: randomUUID(), properties, createdAt: time, updatedAt: time }
  call.portal.campaigns.push(campaign)
  return answerCreated(show(campaign, Object.keys(properties)))
}

function update(call: Call): Answer {
  const campaign = find(call)
  const properties = readProperties(call)
  for (const [name, value] of Object.entries(properties)) {
    if (value === '') delete campaign.properties[name]
    else campaign.properties[name] = value
  }
  campaign.updatedAt = formatTime(call.now)
  return answerOk(show(campaign, Object.keys(properties)))
}

function remove(call: Call): Answer {
  const id = call.params['campaignId'] ?? ''
  call.portal.campaigns = call.portal.campaigns.filter((each) => each.id !== id)
  return answerNothing()
}
