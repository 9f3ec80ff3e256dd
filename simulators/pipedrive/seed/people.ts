// Organizations and persons of the seed, and persons in bulk.

import { companyNames, familyNames, givenNames, pickAt } from '../../lib/names.ts'
import { completeAddress } from '../resources/address.ts'
import { formatTime, insertRow, listRows, type Row, type Tenant } from '../tenant.ts'
import { places } from './names.ts'

const day = 86_400_000

/** One organization per name. */
export function addOrganizations(tenant: Tenant): void {
  const fields = findCodes(tenant, 'organization')
  const sector = tenant.fields.organization.find((each) => each.name === 'Sector')?.options ?? []
  for (const [at, name] of companyNames.entries()) {
    const time = formatTime(Date.UTC(2024, 1, 1, 9) + at * day)
    insertRow(tenant.tables.organizations, {
      name,
      owner_id: pickOwner(tenant, at),
      add_time: time,
      update_time: time,
      is_deleted: false,
      visible_to: 3,
      address: completeAddress(pickAt(places, at)),
      label_ids: at % 2 === 0 ? [67] : [],
      custom_fields: {
        [fields['Tax number'] ?? '']: `TX-${1000 + at}`,
        [fields['Employees'] ?? '']: (at + 1) * 5,
        [fields['Sector'] ?? '']: pickAt(sector, at).id,
      },
    })
  }
}

/** Adds persons; names, addresses and links follow from their number. */
export function addPersons(tenant: Tenant, count: number): Row[] {
  const fields = findCodes(tenant, 'person')
  const tiers = tenant.fields.person.find((each) => each.name === 'Tier')?.options ?? []
  const interests = tenant.fields.person.find((each) => each.name === 'Interests')?.options ?? []
  const { persons } = tenant.tables
  return Array.from({ length: count }, () => {
    const at = persons.nextId - 1
    const [first, last] = [pickAt(givenNames, at), pickAt(familyNames, at)]
    const time = formatTime(Date.UTC(2024, 2, 1, 9) + at * 3_600_000)
    const mailbox = `${first}.${last}.${at + 1}`.toLowerCase().replace(/[^a-z0-9.]/g, '')
    return insertRow(persons, {
      name: `${first} ${last}`,
      first_name: first,
      last_name: last,
      owner_id: pickOwner(tenant, at),
      org_id: (at % companyNames.length) + 1,
      add_time: time,
      update_time: time,
      emails: [
        { value: `${mailbox}@${tenant.id}.example.com`, primary: true, label: 'work' },
        ...(at < 10 ? [{ value: `${mailbox}@home.example.com`, primary: false, label: 'home' }] : []),
      ],
      phones: [
        { value: `(480) 555-${String(at).padStart(4, '0')}`, primary: true, label: 'work' },
        ...(at < 10 ? [{ value: `+49 30 555${String(at).padStart(4, '0')}`, primary: false, label: 'mobile' }] : []),
      ],
      is_deleted: false,
      visible_to: 3,
      label_ids: at % 3 === 0 ? [64] : [],
      picture_id: null,
      custom_fields: {
        [fields['Nickname'] ?? '']: `${first.slice(0, 2)}${at + 1}`,
        [fields['Score'] ?? '']: at % 7,
        [fields['Tier'] ?? '']: pickAt(tiers, at).id,
        [fields['Interests'] ?? '']: at % 2 === 0 ? interests.slice(0, 2).map((each) => each.id) : null,
      },
      notes: null,
      im: [],
      birthday: null,
      job_title: pickAt(['Buyer', 'Owner', 'Engineer'], at),
      postal_address: null,
    })
  })
}

/** Codes of the custom fields of one kind of record, by their names. */
export function findCodes(tenant: Tenant, entity: keyof Tenant['fields']): Record<string, string> {
  return Object.fromEntries(tenant.fields[entity].filter((each) => each.isCustom).map((each) => [each.name, each.code]))
}

/** An active user, by turns. */
export function pickOwner(tenant: Tenant, at: number): Row['id'] {
  const active = listRows(tenant.tables.users).filter((each) => each['active_flag'] === true)
  return pickAt(active, at).id
}
