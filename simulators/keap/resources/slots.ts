// Checks of the collections whose items live in named slots: EMAIL1–3, PHONE1–5, FAX1–2, BILLING/SHIPPING/OTHER addresses.
import { type Check, choice, list, object, text } from '../checks.ts'
import { ApiError } from '../errors.ts'
import type { CustomFieldDefinition } from '../tenant.ts'
import { findProvince, isCountryCode } from './countries.ts'

type Item = Record<string, unknown>

/** A collection with one item per slot. An item without a slot takes the first free one. @throws ApiError 400 for a slot used twice or none left */
function slots(names: readonly string[], unspecified: string, check: (item: Item, at: string) => Item): Check {
  const shape = list(object({ ...passAll, field: choice([...names, unspecified]) }))
  return (value, name) => {
    const items = shape(value, name) as Item[]
    const taken = new Set(items.map((item) => item['field']))
    const checked = items.map((item, at) => check(assignSlot(item, { names, taken, unspecified }), `${name}[${at}]`))
    const used = new Set(checked.map((item) => item['field']))
    if (used.size < checked.length) throw new ApiError(400, `${name}: a field is used more than once`)
    return checked.sort((left, right) => names.indexOf(String(left['field'])) - names.indexOf(String(right['field'])))
  }
}

function assignSlot(item: Item, slot: { names: readonly string[]; taken: Set<unknown>; unspecified: string }): Item {
  if (item['field'] !== undefined && item['field'] !== slot.unspecified) return item
  const free = slot.names.find((name) => !slot.taken.has(name))
  if (!free) throw new ApiError(400, 'no field is left for an item')
  slot.taken.add(free)
  return { ...item, field: free }
}

const passAll = {
  email: text(),
  opt_in_reason: text(),
  number: text(),
  extension: text(),
  type: text(),
  line1: text(),
  line2: text(),
  locality: text(),
  region: text(),
  region_code: text(),
  postal_code: text(),
  zip_code: text(),
  zip_four: text(),
  country_code: text(),
}

/** E-mail addresses. EMAIL1 takes 75 characters, the others 100. */
export const emailAddresses = slots(['EMAIL1', 'EMAIL2', 'EMAIL3'], 'EMAIL_FIELD_UNSPECIFIED', (item, at) => ({
  ...checkEmail(item, item['field'] === 'EMAIL1' ? 75 : 100, at),
  field: item['field'],
}))

/** One address: its properties as v2 replies show them. @throws ApiError 400 when it is none or too long */
function checkEmail(item: Item, longest: number, at: string): Item {
  const email = String(item['email'] ?? '')
  if (!/^[^@\s]+@[^@\s]+$/.test(email)) throw new ApiError(400, `${at}.email is not an e-mail address`)
  text(longest)(email, `${at}.email`)
  const status = item['opt_in_reason'] ? 'SINGLE_OPT_IN' : 'UNENGAGED_NON_MARKETABLE'
  const reason = item['opt_in_reason'] ? { opt_in_reason: item['opt_in_reason'] } : {}
  return { email, ...reason, is_opt_in: status === 'SINGLE_OPT_IN', email_opt_status: status }
}

/** Phone numbers. PHONE1–3 take 40 characters, PHONE4–5 take 20. */
export const phoneNumbers = slots(['PHONE1', 'PHONE2', 'PHONE3', 'PHONE4', 'PHONE5'], 'PHONE_NUMBER_FIELD_UNSPECIFIED', (item, at) => {
  const short = item['field'] === 'PHONE4' || item['field'] === 'PHONE5'
  return checkPhone(item, short ? 20 : 40, at)
})

/** One number with extension and type. @throws ApiError 400 when it is missing or too long */
function checkPhone(item: Item, longest: number, at: string): Item {
  if (!item['number']) throw new ApiError(400, `${at}.number is required`)
  text(longest)(item['number'], `${at}.number`)
  return pick(item, ['number', 'extension', 'type', 'field'])
}

export const faxNumbers = slots(['FAX1', 'FAX2'], 'FAX_NUMBER_FIELD_UNSPECIFIED', (item) => pick(item, ['number', 'type', 'field']))

export const addresses = slots(['BILLING', 'SHIPPING', 'OTHER'], 'ADDRESS_FIELD_UNSPECIFIED', checkAddress)

/** An address. A region needs a country; the country is an alpha-3 code. @throws ApiError 400 */
function checkAddress(item: Item, at: string): Item {
  const country = item['country_code']
  if ((item['region'] || item['region_code']) && !country) throw new ApiError(400, `${at}.country_code is required if region is specified`)
  if (country && !isCountryCode(String(country)))
    throw new ApiError(400, `${at}.country_code is not an ISO 3166-1 alpha-3 code: ${country}`)
  const province = findProvince(String(country ?? ''), String(item['region_code'] ?? item['region'] ?? ''))
  const region = province ? { region: item['region'] ?? province.name, region_code: province.code } : {}
  const names = ['line1', 'line2', 'locality', 'region', 'region_code', 'postal_code', 'zip_code', 'zip_four', 'country_code', 'field']
  return { ...pick(item, names), ...region }
}

/** One address outside a collection. */
export const address: Check = (value, name) => checkAddress(object({ ...passAll, field: text() })(value, name) as Item, name)

/** One e-mail address outside a collection. */
export const emailAddress: Check = (value, name) => ({ ...checkEmail(object(passAll)(value, name) as Item, 75, name), field: 'EMAIL1' })

/** One phone number outside a collection. */
export const phoneNumber: Check = (value, name) => ({ ...checkPhone(object(passAll)(value, name) as Item, 40, name), field: 'PHONE1' })

/** One fax number outside a collection. */
export const faxNumber: Check = (value, name) => ({ ...pick(object(passAll)(value, name) as Item, ['number', 'type']), field: 'FAX1' })

/** Values of custom fields that are defined for the record type. @throws ApiError 400 for an unknown id */
export function customFields(definitions: CustomFieldDefinition[], type: CustomFieldDefinition['record_type']): Check {
  const known = new Set(definitions.filter((each) => each.record_type === type).map((each) => each.id))
  return list((value, name) => {
    const { id, content } = (typeof value === 'object' && value !== null ? value : {}) as Item
    if (typeof id !== 'string' || !known.has(id)) throw new ApiError(400, `${name}: no such custom field: ${String(id)}`)
    return { id, content: content ?? null }
  })
}

function pick(item: Item, names: readonly string[]): Item {
  return Object.fromEntries(names.filter((name) => item[name] !== undefined && item[name] !== '').map((name) => [name, item[name]]))
}
