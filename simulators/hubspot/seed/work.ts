// What the people and companies of the seed are busy with: deals, leads, tickets, products, activities, vehicles, campaigns.

import { pickAt } from '../../lib/names.ts'
import { type CrmRecord, formatTime, type Portal } from '../portal.ts'
import { insertSeed, linkSeed } from './insert.ts'
import { companyNames, places } from './names.ts'

const day = 86_400_000
const start = Date.UTC(2024, 3, 1, 8)

interface Others {
  companies: CrmRecord[]
  contacts: CrmRecord[]
  deals: CrmRecord[]
}

function repeat<T>(count: number, make: (at: number) => T): T[] {
  return Array.from({ length: count }, (_, at) => make(at))
}

export function addCompanies(portal: Portal): CrmRecord[] {
  return companyNames.map((name, at) =>
    insertSeed(portal, 'companies', {
      values: {
        name,
        domain: `${name.toLowerCase().replace(/[^a-z]+/g, '-')}.example.com`,
        phone: `(617) 555-1${String(at).padStart(3, '0')}`,
        industry: pickAt(['RETAIL', 'CONSTRUCTION', 'SPORTS'], at),
        description: `Met ${name} at the fair.`,
        numberofemployees: String((at + 1) * 5),
        annualrevenue: String((at + 1) * 125_000),
        account_tier: pickAt(['gold', 'silver', 'bronze'], at),
        hubspot_owner_id: portal.owners[at % 3]?.id ?? '',
        ...pickAt(places, at),
      },
      at: Date.UTC(2024, 1, 1) + at * day,
    }),
  )
}

export function addDeals(portal: Portal, { companies, contacts }: Omit<Others, 'deals'>): CrmRecord[] {
  for (const [at, contact] of contacts.entries()) {
    if (at % 2 === 0) linkSeed(portal, ['contacts', contact], ['companies', pickAt(companies, at + 1)])
  }
  const stages = portal.pipelines['deals']?.[0]?.stages ?? []
  return repeat(24, (at) => {
    const deal = insertSeed(portal, 'deals', {
      values: {
        dealname: `${pickAt(companyNames, at)} order ${at + 1}`,
        amount: String(500 + at * 250),
        pipeline: 'default',
        dealstage: pickAt(stages, at).id,
        dealtype: pickAt(['newbusiness', 'existingbusiness'], at),
        closedate: formatTime(start + (90 + at) * day),
        hubspot_owner_id: portal.owners[at % 3]?.id ?? '',
        contract_number: `C-${1000 + at}`,
      },
      at: start + at * day,
    })
    linkSeed(portal, ['deals', deal], ['companies', pickAt(companies, at)])
    linkSeed(portal, ['deals', deal], ['contacts', pickAt(contacts, at)])
    return deal
  })
}

export function addLeads(portal: Portal, contacts: CrmRecord[]): void {
  const stages = portal.pipelines['leads']?.[0]?.stages ?? []
  repeat(12, (at) => {
    const contact = pickAt(contacts, at * 2)
    const { firstname, lastname } = contact.properties
    const lead = insertSeed(portal, 'leads', {
      values: {
        hs_lead_name: `${firstname} ${lastname}`,
        hs_lead_label: pickAt(['HOT', 'WARM', 'COLD'], at),
        hs_lead_type: 'NEW_BUSINESS',
        hs_pipeline: 'lead-pipeline-id',
        hs_pipeline_stage: pickAt(stages, at).id,
        hubspot_owner_id: portal.owners[at % 3]?.id ?? '',
      },
      at: start + (30 + at) * day,
    })
    linkSeed(portal, ['leads', lead], ['contacts', contact])
  })
}

export function addTickets(portal: Portal, contacts: CrmRecord[]): void {
  repeat(8, (at) => {
    const ticket = insertSeed(portal, 'tickets', {
      values: {
        subject: `Delivery ${at + 1} is late`,
        content: 'The parcel has not come yet.',
        hs_pipeline: '0',
        hs_pipeline_stage: String(1 + (at % 4)),
        hs_ticket_priority: pickAt(['LOW', 'MEDIUM', 'HIGH'], at),
      },
      at: start + (40 + at) * day,
    })
    linkSeed(portal, ['tickets', ticket], ['contacts', pickAt(contacts, at)])
  })
}

export function addProducts(portal: Portal, deals: CrmRecord[]): void {
  const products = ['Oak Desk', 'Pine Shelf', 'Reading Lamp', 'City Bike', 'Gym Pass', 'Garden Bench'].map((name, at) =>
    insertSeed(portal, 'products', {
      values: {
        name,
        description: `${name}, made to order`,
        price: `${(at + 1) * 40}.00`,
        hs_sku: `SKU-${100 + at}`,
        hs_product_type: 'inventory',
      },
      at: start + at * day,
    }),
  )
  repeat(12, (at) => {
    const product = pickAt(products, at)
    const { name = '', price = '' } = product.properties
    const item = insertSeed(portal, 'line_items', {
      values: { name, price, quantity: String(1 + (at % 3)), hs_product_id: product.id },
      at: start + (20 + at) * day,
    })
    linkSeed(portal, ['line_items', item], ['deals', pickAt(deals, at)])
  })
}

export function addActivities(portal: Portal, others: Others): void {
  const makers: Record<string, (at: number) => Record<string, string>> = {
    notes: (at) => ({ hs_note_body: `<p>Talked about delivery ${at + 1}.</p>` }),
    tasks: (at) => ({
      hs_task_subject: `Follow up ${at + 1}`,
      hs_task_body: 'Ask how it went.',
      hs_task_status: pickAt(['NOT_STARTED', 'COMPLETED', 'WAITING'], at),
      hs_task_priority: pickAt(['LOW', 'MEDIUM', 'HIGH'], at),
      hs_task_type: pickAt(['TODO', 'CALL', 'EMAIL'], at),
    }),
    calls: (at) => ({
      hs_call_title: `Call ${at + 1}`,
      hs_call_body: 'No answer.',
      hs_call_duration: '42000',
      hs_call_status: 'COMPLETED',
    }),
    emails: (at) => ({
      hs_email_subject: `Offer ${at + 1}`,
      hs_email_text: 'Please find it below.',
      hs_email_direction: 'EMAIL',
      hs_email_status: 'SENT',
    }),
    meetings: (at) => ({
      hs_meeting_title: `Meeting ${at + 1}`,
      hs_meeting_start_time: formatTime(start + (60 + at) * day),
      hs_meeting_end_time: formatTime(start + (60 + at) * day + 1_800_000),
      hs_meeting_outcome: 'SCHEDULED',
    }),
  }
  for (const [kind, make] of Object.entries(makers)) {
    repeat(kind === 'notes' || kind === 'tasks' ? 20 : 6, (at) => {
      const values = { ...make(at), hs_timestamp: formatTime(start + (50 + at) * day), hubspot_owner_id: portal.owners[at % 3]?.id ?? '' }
      const record = insertSeed(portal, kind, { values, at: start + (50 + at) * day })
      linkSeed(portal, [kind, record], ['contacts', pickAt(others.contacts, at)])
      linkSeed(portal, [kind, record], ['companies', pickAt(others.companies, at)])
      if (at % 2 === 0) linkSeed(portal, [kind, record], ['deals', pickAt(others.deals, at)])
    })
  }
}

export function addVehicles(portal: Portal, contacts: CrmRecord[]): void {
  repeat(8, (at) => {
    const vehicle = insertSeed(portal, 'vehicles', {
      values: { vin: `VIN${1_000_000 + at}`, make: pickAt(['Volta', 'Breeze'], at), model: `M${at + 1}`, model_year: String(2015 + at) },
      at: start + at * day,
    })
    linkSeed(portal, ['vehicles', vehicle], ['contacts', pickAt(contacts, at)])
  })
}

export function addCampaigns(portal: Portal): void {
  portal.campaigns = ['Spring Sale', 'Newsletter', 'Trade Fair', 'Win Back'].map((name, at) => ({
    id: `430318c4-abb7-4bf7-a75e-9c5fa8f475a${at}`,
    properties: {
      hs_name: name,
      hs_notes: `${name}, planned in March`,
      hs_start_date: `2024-0${at + 4}-01`,
      hs_currency_code: portal.currency,
    },
    createdAt: formatTime(start + at * day),
    updatedAt: formatTime(start + (at + 1) * day),
  }))
}
