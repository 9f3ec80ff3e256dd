// Seeded leads with one or two contacts each; also how a test adds many at once.

import { familyNames, givenNames, pickAt } from '../../lib/names.ts'
import { insertRow, type Row, type Tenant } from '../tenant.ts'
import { companyTrades, companyWords, places, titles } from './names.ts'
import { stampSeed } from './stamp.ts'

/** Adds leads: every one has contacts, most an address, some custom fields. The number of those there decides what the next ones are. */
export function addLeads(tenant: Tenant, count: number): Row[] {
  const added: Row[] = []
  const custom = (objectType: string, name: string): string => {
    const field = tenant.tables.customFields.order.find((each) => each['object_type'] === objectType && each['name'] === name)
    return `custom.${field?.id}`
  }
  for (let step = 0; step < count; step += 1) {
    const at = tenant.tables.leads.order.length
    const name = `${pickAt(companyWords, at)} ${pickAt(companyTrades, at * 3 + Math.floor(at / 10))}`
    const stamp = stampSeed(tenant, 24 + at * 5)
    const lead = insertRow(tenant, 'leads', {
      name,
      description: at % 3 === 0 ? `Met at a fair. Wants a quote for ${10 + at} units.` : '',
      url: `https://${name.toLowerCase().replace(/\W+/g, '-')}.example.com`,
      status_id: pickAt(tenant.tables.leadStatuses.order, at).id,
      addresses: at % 5 === 4 ? [] : [{ ...pickAt(places, at) }],
      ...stamp,
      [custom('lead', 'Industry')]: pickAt(['Manufacturing', 'Retail', 'Software', 'Services'], at),
      [custom('lead', 'Company Size')]: 10 + ((at * 37) % 900),
      ...(at % 2 === 0 ? { [custom('lead', 'Channels')]: at % 4 === 0 ? ['Web', 'Event'] : ['Phone'] } : {}),
    })
    added.push(lead)
    for (let person = 0; person <= at % 2; person += 1) addContact(tenant, lead, { at: at * 2 + person, stamp })
  }
  return added
}

function addContact(tenant: Tenant, lead: Row, { at, stamp }: { at: number; stamp: Record<string, unknown> }): void {
  const [given, family] = [pickAt(givenNames, at), pickAt(familyNames, at)]
  const digits = `248${String(5_550_100 + at).slice(-7)}`
  const host = new URL(String(lead['url'])).host
  const decides = tenant.tables.customFields.order.find((each) => each['name'] === 'Decision Maker')
  insertRow(tenant, 'contacts', {
    lead_id: lead.id,
    name: `${given} ${family}`,
    title: pickAt(titles, at),
    emails: [
      {
        type: 'office',
        email: `${given}.${family}${at}@${host}`
          .toLowerCase()
          .normalize('NFD')
          .replace(/[^\w.@-]/g, ''),
        is_unsubscribed: false,
      },
    ],
    phones: [
      {
        type: 'office',
        phone: `+1${digits}`,
        phone_formatted: `+1 ${digits.slice(0, 3)}-${digits.slice(3, 6)}-${digits.slice(6)}`,
        country: 'US',
      },
    ],
    urls: at % 4 === 0 ? [{ type: 'url', url: `https://people.example.com/${at}` }] : [],
    ...stamp,
    ...(decides ? { [`custom.${decides.id}`]: at % 3 === 0 ? 'Yes' : 'No' } : {}),
  })
}
