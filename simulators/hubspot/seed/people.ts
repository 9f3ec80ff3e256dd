// Contacts for the seed and for bulk seeding. The same account always gets the same people.

import { pickAt } from '../../lib/names.ts'
import type { CrmRecord, Portal } from '../portal.ts'
import { insertSeed } from './insert.ts'
import { companyNames, familyNames, givenNames, places } from './names.ts'

const started = Date.UTC(2024, 2, 15, 10, 30)
const hour = 3_600_000

/** Adds so many contacts, an hour of creation time apart, and returns them. */
export function addContacts(portal: Portal, count: number): CrmRecord[] {
  const already = portal.tables['contacts']?.byId.size ?? 0
  return Array.from({ length: count }, (_, at) => {
    const number = already + at + 1
    return insertSeed(portal, 'contacts', { values: createContact(portal, number), at: started + number * hour })
  })
}

function createContact(portal: Portal, number: number): Record<string, string> {
  const [given, family] = [pickAt(givenNames, number), pickAt(familyNames, number * 3 + Math.floor(number / 11))]
  const plain = `${given}.${family}`
    .normalize('NFD')
    .replace(/[^a-zA-Z.]/g, '')
    .toLowerCase()
  const contact: Record<string, string> = {
    firstname: given,
    lastname: family,
    email: `${plain}.${number}@${portal.domain}`,
    phone: `(617) 555-${String((number * 7) % 10_000).padStart(4, '0')}`,
    lifecyclestage: pickAt(['lead', 'customer', 'opportunity', 'subscriber'], number),
    hubspot_owner_id: pickAt(
      portal.owners.filter((owner) => !owner.archived),
      number,
    ).id,
    ...pickAt(places, number),
  }
  if (number % 2 === 1) contact['company'] = pickAt(companyNames, number)
  if (number % 3 === 0) contact['hs_lead_status'] = pickAt(['NEW', 'OPEN', 'CONNECTED'], number)
  if (number <= 10 || number % 50 === 0) Object.assign(contact, createMore(number))
  return contact
}

function createMore(number: number): Record<string, string> {
  return {
    mobilephone: `(617) 555-9${String(number % 1000).padStart(3, '0')}`,
    jobtitle: 'Buyer',
    website: `https://people.example.com/${number}`,
    favorite_color: pickAt(['red', 'green', 'blue'], number),
    interests: 'cycling;reading',
    member_since: '2023-06-01',
    loyalty_points: String(number * 10),
    vip: String(number % 2 === 0),
    external_id: `ext-${number}`,
  }
}
