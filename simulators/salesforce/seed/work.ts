// Seeded opportunities, tasks, events, notes, campaigns, products, invoices and files.

import { pickAt } from '../../lib/names.ts'
import { stages } from '../schema/sales.ts'
import { readTable, type Tenant } from '../tenant.ts'
import { countDay, insertSeed } from './insert.ts'
import { companyNames } from './names.ts'

/** Campaigns, products, and what is sold by way of them. */
export function addSales(tenant: Tenant): void {
  for (const [at, name] of ['Spring Fair', 'Partner Webinar', 'Autumn Mailing', 'Customer Days'].entries()) {
    const values = {
      Name: name,
      Type: pickAt(['Trade Show', 'Webinar', 'Email', 'Conference'], at),
      Status: pickAt(['Completed', 'In Progress', 'Planned'], at),
    }
    const more = { StartDate: countDay(30 + at * 60), EndDate: countDay(33 + at * 60), BudgetedCost: 5_000 * (at + 1), IsActive: at < 2 }
    insertSeed(tenant, 'Campaign', { ...values, ...more }, 5 + at)
  }
  for (const [at, name] of ['Sensor Mark II', 'Gateway', 'Analytics Suite', 'Onboarding', 'Support Year'].entries()) {
    const values = {
      Name: name,
      ProductCode: `P-${100 + at}`,
      Family: pickAt(['Hardware', 'Hardware', 'Software', 'Services'], at),
      IsActive: at !== 4,
    }
    insertSeed(tenant, 'Product2', values, 6 + at)
  }
  const [accounts, campaigns] = [readTable(tenant, 'Account').list, readTable(tenant, 'Campaign').list]
  for (let at = 0; at < 24; at += 1) {
    insertSeed(
      tenant,
      'Opportunity',
      {
        Name: `${pickAt(companyNames, at)} ${pickAt(['Rollout', 'Renewal', 'Pilot'], at)}`,
        AccountId: at % 8 === 7 ? null : pickAt(accounts, at).id,
        StageName: pickAt(Object.keys(stages), at),
        Amount: at % 6 === 5 ? null : 12_500 * (at + 1),
        CloseDate: countDay(60 + at * 20),
        Type: at % 2 === 0 ? 'New Customer' : 'Existing Customer - Upgrade',
        LeadSource: pickAt(['Web', 'Partner Referral', null], at),
        NextStep: at % 3 === 0 ? 'Send the offer' : null,
        CampaignId: at % 4 === 0 ? pickAt(campaigns, at).id : null,
        External_Id__c: `OPP-${1_000 + at}`,
      },
      240 + at * 5,
    )
  }
  for (let at = 0; at < 10; at += 1) {
    const values = {
      Name: `Invoice ${at + 1}`,
      Number__c: `INV-${500 + at}`,
      Account__c: pickAt(accounts, at).id,
      Amount__c: 990 * (at + 1),
    }
    insertSeed(
      tenant,
      'Invoice__c',
      { ...values, Status__c: pickAt(['Draft', 'Sent', 'Paid'], at), Due__c: countDay(90 + at * 7) },
      360 + at,
    )
  }
}

/** Thirty tasks, twelve events and twenty-four notes, on accounts, contacts, leads and opportunities. */
export function addActivities(tenant: Tenant): void {
  const list = (name: string) => readTable(tenant, name).list
  const [accounts, contacts, leads, opportunities] = [list('Account'), list('Contact'), list('Lead'), list('Opportunity')]
  const place = (at: number) =>
    at % 4 === 3
      ? { WhoId: pickAt(leads, at).id }
      : { WhoId: pickAt(contacts, at).id, WhatId: pickAt(at % 2 === 0 ? accounts : opportunities, at).id }
  for (let at = 0; at < 30; at += 1) {
    const values = {
      Subject: `${pickAt(['Call about', 'Send', 'Check'], at)} the ${pickAt(['offer', 'contract', 'delivery'], at)}`,
      Status: pickAt(['Not Started', 'In Progress', 'Completed', 'Deferred'], at),
      Priority: pickAt(['Normal', 'High', 'Low'], at),
      ActivityDate: at % 7 === 6 ? null : countDay(70 + at * 11),
      ...place(at),
    }
    insertSeed(tenant, 'Task', values, 380 + at * 3)
  }
  for (let at = 0; at < 12; at += 1) {
    const StartDateTime = `${countDay(80 + at * 13)}T${String(8 + at).padStart(2, '0')}:00:00.000+0000`
    insertSeed(
      tenant,
      'Event',
      {
        Subject: pickAt(['Meeting', 'Demo', 'Lunch'], at),
        StartDateTime,
        DurationInMinutes: 30 + (at % 3) * 30,
        Location: 'Room 4',
        ...place(at),
      },
      480 + at,
    )
  }
  for (let at = 0; at < 24; at += 1) {
    const parent = pickAt(pickAt([accounts, contacts, leads, opportunities], at), at)
    insertSeed(
      tenant,
      'Note',
      { ParentId: parent.id, Title: `Note ${at + 1}`, Body: `They asked for ${at + 2} more weeks.`, IsPrivate: at % 5 === 4 },
      500 + at,
    )
  }
}

/** One attachment, one document, one file with its version and links. */
export function addFiles(tenant: Tenant): void {
  const [account] = readTable(tenant, 'Account').list
  const [user] = readTable(tenant, 'User').list
  insertSeed(
    tenant,
    'Attachment',
    { ParentId: account?.id, Name: 'offer.txt', ContentType: 'text/plain', Body: Buffer.from('An offer.\n') },
    530,
  )
  insertSeed(
    tenant,
    'Document',
    {
      Name: 'Price list',
      DeveloperName: 'Price_list',
      Type: 'csv',
      ContentType: 'text/csv',
      FolderId: user?.id,
      Body: Buffer.from('code,price\nP-100,90\n'),
    },
    531,
  )
  const document = insertSeed(tenant, 'ContentDocument', { Title: 'Handbook' }, 532)
  const version = insertSeed(
    tenant,
    'ContentVersion',
    {
      ContentDocumentId: document.id,
      Title: 'Handbook',
      PathOnClient: 'handbook.txt',
      VersionData: Buffer.from('Read me.\n'),
      VersionNumber: '1',
      IsLatest: true,
    },
    532,
  )
  const { FileType, FileExtension, ContentSize } = version.values
  Object.assign(document.values, { LatestPublishedVersionId: version.id, FileType, FileExtension, ContentSize })
  for (const place of [user, account])
    insertSeed(tenant, 'ContentDocumentLink', { ContentDocumentId: document.id, LinkedEntityId: place?.id, ShareType: 'V' }, 533)
}
