// The records of an organization: companies, people, deals, work and notes, the same every time.

import { pickAt } from '../../lib/names.ts'
import type { Module } from '../modules/module.ts'
import { industries, languages, leadSources, leadStatuses } from '../modules/people.ts'
import { pipelineName, stages } from '../modules/sales.ts'
import { showParent } from '../records/check-record.ts'
import { createRow } from '../records/store.ts'
import { formatTime, type Row, readTable, type Tenant, type User } from '../tenant.ts'
import { companyNames, familyNames, givenNames, places } from './names.ts'

/** When the seed's first record was made: a Monday morning, UTC. */
export const seedStart = Date.UTC(2026, 0, 5, 9)

type Values = Record<string, unknown>

interface Maker {
  tenant: Tenant
  users: User[]
  clock: number
}

/** Adds every record of the seed. */
export function addRecords(tenant: Tenant): void {
  const maker: Maker = { tenant, users: [...tenant.users.values()].slice(0, 2), clock: seedStart }
  const accounts = make(maker, 'Accounts', 12, (at) => accountValues(at))
  const contacts = make(maker, 'Contacts', 36, (at) => contactValues(maker, at, pickAt(accounts, at)))
  make(maker, 'Leads', 20, leadValues)
  const campaigns = make(maker, 'Campaigns', 6, campaignValues)
  const products = make(maker, 'Products', 8, productValues)
  const deals = make(maker, 'Deals', 24, (at) => ({
    Deal_Name: `${pickAt(companyNames, at)} ${at < 12 ? 'rollout' : 'renewal'}`,
    Stage: pickAt(stages, at).name,
    Pipeline: pipelineName,
    Account_Name: pickAt(accounts, at).reference,
    Contact_Name: pickAt(contacts, at).reference,
    Campaign_Source: at % 4 === 0 ? pickAt(campaigns, at).reference : null,
    Amount: 1_500 + at * 750,
    Closing_Date: formatDay(seedStart + (at + 20) * 86_400_000),
    Type: at < 12 ? 'New Business' : 'Existing Business',
    Lead_Source: pickAt(leadSources, at),
  }))
  make(maker, 'Cases', 10, (at) => ({
    Subject: `${pickAt(['Invoice', 'Login', 'Delivery'], at)} question ${at + 1}`,
    Status: pickAt(['New', 'On Hold', 'Escalated', 'Closed'], at),
    Case_Origin: pickAt(['Email', 'Phone', 'Web'], at),
    Priority: pickAt(['High', 'Medium', 'Low'], at),
    Account_Name: pickAt(accounts, at).reference,
    Related_To: pickAt(contacts, at).reference,
    Product_Name: pickAt(products, at).reference,
  }))
  addActivities(maker, { contacts, deals })
  addNotes(maker, { Accounts: accounts, Contacts: contacts, Leads: readTable(tenant, 'Leads').list, Deals: deals })
}

function addActivities(maker: Maker, { contacts, deals }: { contacts: Row[]; deals: Row[] }): void {
  const link = (at: number) => ({ Who_Id: pickAt(contacts, at).reference, What_Id: pickAt(deals, at).reference, $se_module: 'Deals' })
  const time = (at: number, hours: number) => formatTime(maker.tenant, seedStart + at * 86_400_000 + hours * 3_600_000)
  make(maker, 'Tasks', 30, (at) => ({
    Subject: `${pickAt(['Call', 'Write to', 'Prepare offer for'], at)} ${pickAt(companyNames, at)}`,
    Due_Date: formatDay(seedStart + at * 86_400_000),
    Status: pickAt(['Not Started', 'In Progress', 'Completed'], at),
    Priority: pickAt(['High', 'Normal', 'Low'], at),
    ...link(at),
  }))
  make(maker, 'Events', 12, (at) => ({
    Event_Title: `Meeting ${at + 1}`,
    Start_DateTime: time(at, 2),
    End_DateTime: time(at, 3),
    Venue: pickAt(places, at).city,
    ...link(at),
  }))
  make(maker, 'Calls', 12, (at) => ({
    Subject: `Call ${at + 1}`,
    Call_Type: at % 2 === 0 ? 'Outbound' : 'Inbound',
    Call_Start_Time: time(at, 4),
    Call_Duration: `0${at % 9}:30`,
    Call_Purpose: 'Prospecting',
    ...link(at),
  }))
}

function addNotes(maker: Maker, parents: Record<string, Row[]>): void {
  const names = Object.keys(parents)
  make(maker, 'Notes', 32, (at) => {
    const name = pickAt(names, at)
    const row = pickAt(parents[name] as Row[], Math.floor(at / names.length))
    const module = maker.tenant.modules.get(name) as Module
    return {
      Note_Title: `Note ${at + 1}`,
      Note_Content: `Spoke about the ${pickAt(['offer', 'contract', 'visit'], at)}.`,
      Parent_Id: showParent(module, row),
    }
  })
}

function make(maker: Maker, name: string, count: number, build: (at: number) => Values): Row[] {
  const module = maker.tenant.modules.get(name) as Module
  return Array.from({ length: count }, (_, at) => {
    maker.clock += 60_000
    return createRow(maker.tenant, module, build(at), { user: pickAt(maker.users, at).reference, now: maker.clock })
  })
}

/** Adds contacts in bulk and gives them back. */
export function addContacts(tenant: Tenant, count: number): Row[] {
  const first = readTable(tenant, 'Contacts').list.length
  const accounts = readTable(tenant, 'Accounts').list
  const maker: Maker = { tenant, users: [...tenant.users.values()].slice(0, 2), clock: seedStart + 86_400_000 }
  return make(maker, 'Contacts', count, (at) => contactValues(maker, first + at, pickAt(accounts, at)))
}

function accountValues(at: number): Values {
  const place = pickAt(places, at)
  return {
    Account_Name: pickAt(companyNames, at),
    Account_Type: pickAt(['Customer', 'Prospect', 'Partner'], at),
    Industry: pickAt(industries, at),
    Employees: 10 + at * 25,
    Annual_Revenue: 250_000 + at * 100_000,
    Phone: `+1 408 555 0${100 + at}`,
    Website: `https://company${at + 1}.example`,
    Billing_Street: place.street,
    Billing_City: place.city,
    Billing_State: place.state,
    Billing_Code: place.code,
    Billing_Country: place.country,
    External_Code: `ACC-${at + 1}`,
  }
}

function contactValues(maker: Maker, at: number, account: Row | undefined): Values {
  const [first, last, place] = [pickAt(givenNames, at), pickAt(familyNames, at), pickAt(places, at)]
  return {
    First_Name: first,
    Last_Name: last,
    Account_Name: account?.reference ?? null,
    Title: pickAt(['Buyer', 'Engineer', 'Owner'], at),
    Department: pickAt(['Sales', 'Operations'], at),
    Email: `contact${at + 1}@${maker.tenant.id}.example`,
    Phone: `+1 408 555 ${String(1_000 + (at % 9_000))}`,
    Mobile: at % 2 === 0 ? `+1 650 555 ${String(1_000 + (at % 9_000))}` : null,
    Lead_Source: pickAt(leadSources, at),
    Mailing_Street: place.street,
    Mailing_City: place.city,
    Mailing_State: place.state,
    Mailing_Zip: place.code,
    Mailing_Country: place.country,
    Loyalty: pickAt(['Gold', 'Silver', 'Bronze'], at),
    Spoken_Languages: [pickAt(languages, at), pickAt(languages, at + 1)],
    Newsletter: at % 3 === 0,
    Score: at / 2,
  }
}

function leadValues(at: number): Values {
  return {
    First_Name: pickAt(givenNames, at + 5),
    Last_Name: pickAt(familyNames, at + 3),
    Company: pickAt(companyNames, at + 7),
    Email: `lead${at + 1}@prospects.example`,
    Phone: `+1 212 555 0${100 + at}`,
    Lead_Source: pickAt(leadSources, at),
    Lead_Status: pickAt(leadStatuses, at),
    Industry: pickAt(industries, at),
    Annual_Revenue: 50_000 * (at + 1),
    Spoken_Languages: [pickAt(languages, at)],
    Fit: at * 5,
  }
}

function campaignValues(at: number): Values {
  return {
    Campaign_Name: `${pickAt(['Spring', 'Summer', 'Autumn'], at)} ${at < 3 ? 'fair' : 'mailing'}`,
    Type: at < 3 ? 'Trade Show' : 'Email',
    Status: pickAt(['Planning', 'Active', 'Complete'], at),
    Start_Date: formatDay(seedStart + at * 30 * 86_400_000),
    Budgeted_Cost: 2_000 + at * 500,
    Num_sent: String(1_000 * (at + 1)),
  }
}

function productValues(at: number): Values {
  return {
    Product_Name: `${pickAt(['Starter', 'Team', 'Business', 'Field'], at)} kit ${at < 4 ? 'A' : 'B'}`,
    Product_Code: `P-${100 + at}`,
    Product_Active: at !== 7,
    Product_Category: pickAt(['Hardware', 'Software'], at),
    Unit_Price: 49 + at * 50,
    Qty_in_Stock: at * 3,
  }
}

function formatDay(milliseconds: number): string {
  return new Date(milliseconds).toISOString().slice(0, 10)
}
