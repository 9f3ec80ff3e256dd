/** The floor of a page: node:http in, undici out, and between them what the answer cannot do without: parse, map by hand-written code, serialise. */
import { createServer } from 'node:http'
import { Pool } from 'undici'
import { findCredential } from './key-cache.ts'

interface Slot {
  field: string
  [name: string]: unknown
}
type Contact = Record<string, unknown> & {
  company?: Record<string, unknown>
  email_addresses?: Slot[]
  phone_numbers?: Slot[]
  addresses?: Slot[]
}

const find = (list: Slot[] | undefined, field: string): Slot | undefined => list?.find((item) => item.field === field)

/** Maps the fields that the bench's contacts have, as one would write it for this vendor alone. */
function mapContact(contact: Contact): Record<string, unknown> {
  const [phone, billing, shipping] = [
    find(contact.phone_numbers, 'PHONE1'),
    find(contact.addresses, 'BILLING'),
    find(contact.addresses, 'SHIPPING'),
  ]
  return {
    id: Number(contact['id']),
    Id: Number(contact['id']),
    FirstName: contact['given_name'],
    LastName: contact['family_name'],
    JobTitle: contact['job_title'],
    Website: contact['website'],
    ContactType: contact['contact_type'],
    ReferralCode: contact['referral_code'],
    Language: contact['preferred_locale'],
    SpouseName: contact['spouse_name'],
    Email: find(contact.email_addresses, 'EMAIL1')?.['email'],
    EmailAddress2: find(contact.email_addresses, 'EMAIL2')?.['email'],
    Phone1: phone?.['number'],
    Phone1Ext: phone?.['extension'],
    Phone1Type: phone?.['type'],
    StreetAddress1: billing?.['line1'],
    City: billing?.['locality'],
    State: billing?.['region'],
    PostalCode: billing?.['postal_code'],
    Country: billing?.['country_code'],
    Address2Street1: shipping?.['line1'],
    City2: shipping?.['locality'],
    State2: shipping?.['region'],
    PostalCode2: shipping?.['postal_code'],
    Country2: shipping?.['country_code'],
    Company: contact.company?.['company_name'],
    CompanyID: Number(contact.company?.['id']),
    OwnerID: Number(contact['owner_id']),
    TimeZone: contact['time_zone'],
    DateCreated: contact['create_time'],
    LastUpdated: contact['update_time'],
  }
}

const pool = new Pool(process.argv[2]!, { connections: 128 })
const server = createServer(async (request, response) => {
  const token = findCredential(request.headers.authorization)
  if (token === undefined) return response.writeHead(401).end()
  const vendor = await pool.request({ method: 'GET', path: `/crm/rest/v2${request.url}`, headers: { authorization: `Bearer ${token}` } })
  const page = JSON.parse(await vendor.body.text()) as { contacts: Contact[] }
  const body = Buffer.from(JSON.stringify(page.contacts.map(mapContact)))
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length }).end(body)
})
server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as { port: number }).port }))
