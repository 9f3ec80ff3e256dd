// Seeded accounts, contacts and leads; also how a test adds contacts in bulk.

import { pickAt } from '../../lib/names.ts'
import { type Row, readTable, type Tenant } from '../tenant.ts'
import { countDay, insertSeed } from './insert.ts'
import { companyNames, familyNames, givenNames, spreadPlace, titles } from './names.ts'

/** Twelve accounts, some below others, some with hardly anything. */
export function addAccounts(tenant: Tenant): void {
  const { object, list } = readTable(tenant, 'Account')
  const values = (name: string) => object.byName.get(name)?.values ?? []
  for (const [at, name] of companyNames.entries()) {
    insertSeed(
      tenant,
      'Account',
      {
        Name: name,
        Type: at % 4 === 3 ? null : pickAt(values('type'), at),
        Industry: at % 5 === 4 ? null : pickAt(values('industry'), at * 3),
        Rating: at % 3 === 0 ? pickAt(values('rating'), at / 3) : null,
        ParentId: at > 8 ? list[at - 9]?.id : null,
        Phone: `(415) 555-01${String(10 + at)}`,
        Website: `https://${slug(name)}.example.com`,
        AnnualRevenue: at % 4 === 1 ? null : 250_000 * (at + 1),
        NumberOfEmployees: 5 + at * 40,
        Description: at % 2 === 0 ? `Customer since ${2010 + at}.` : null,
        External_Id__c: `ACC-${1_000 + at}`,
        Support_Tier__c: pickAt(['Bronze', 'Silver', 'Gold', null], at),
        Renewal_Date__c: at % 3 === 1 ? countDay(at * 45) : null,
        ...spreadPlace('Billing', at),
        ...(at % 2 === 0 ? spreadPlace('Shipping', at + 1) : {}),
      },
      10 + at * 3,
    )
  }
}

/** Adds contacts to the accounts in turn; the number of those there decides what the next ones are. */
export function addContacts(tenant: Tenant, count: number): Row[] {
  const accounts = readTable(tenant, 'Account').list
  const { list } = readTable(tenant, 'Contact')
  const added: Row[] = []
  for (let step = 0; step < count; step += 1) {
    const at = list.length
    const [FirstName, LastName] = [pickAt(givenNames, at), pickAt(familyNames, at)]
    const values = {
      FirstName: at % 9 === 8 ? null : FirstName,
      LastName,
      Salutation: pickAt(['Ms.', 'Mr.', 'Dr.', null], at),
      AccountId: at % 7 === 6 ? null : pickAt(accounts, at).id,
      ReportsToId: at % 6 === 5 ? list[at - 1]?.id : null,
      Email: `${slug(FirstName)}.${slug(LastName)}.${at}@example.com`,
      Phone: at % 5 === 0 ? null : `(212) 555-${String(1_000 + (at % 9_000))}`,
      Title: pickAt(titles, at),
      Department: pickAt(['Sales', 'Operations', 'Finance'], at),
      LeadSource: pickAt(['Web', 'Phone Inquiry', 'Partner Referral', null], at),
      Birthdate: `19${60 + (at % 40)}-0${1 + (at % 9)}-1${at % 10}`,
      HasOptedOutOfEmail: at % 11 === 10,
      External_Id__c: `CON-${1_000 + at}`,
      Level__c: pickAt(['Primary', 'Secondary', null], at),
      Languages__c: pickAt(['English', 'English;German', 'Portuguese', null], at),
      Score__c: at % 4 === 3 ? null : (at * 7.5) % 100,
      ...spreadPlace('Mailing', at),
    }
    added.push(insertSeed(tenant, 'Contact', values, 60 + at * 2))
  }
  return added
}

/** Twenty leads, none of them converted. */
export function addLeads(tenant: Tenant): void {
  const { object } = readTable(tenant, 'Lead')
  for (let at = 0; at < 20; at += 1) {
    const [FirstName, LastName] = [pickAt(givenNames, at * 5 + 2), pickAt(familyNames, at * 3 + 1)]
    insertSeed(
      tenant,
      'Lead',
      {
        FirstName,
        LastName,
        Company: `${pickAt(companyNames, at * 7).split(' ')[0]} ${pickAt(['Partners', 'Group', 'Works'], at)}`,
        Title: pickAt(titles, at + 2),
        Email: at % 6 === 5 ? null : `${slug(FirstName)}.${slug(LastName)}@lead${at}.example.com`,
        Phone: `(650) 555-01${String(10 + at)}`,
        Status: pickAt(object.byName.get('status')?.values ?? [], at),
        LeadSource: pickAt(['Web', 'Purchased List', 'Other'], at),
        Industry: pickAt(['Technology', 'Retail', null], at),
        Rating: pickAt(['Hot', 'Warm', 'Cold'], at),
        AnnualRevenue: at % 3 === 0 ? 100_000 * (at + 1) : null,
        External_Id__c: `LEAD-${1_000 + at}`,
        ...spreadPlace('', at),
      },
      150 + at * 4,
    )
  }
}

function slug(text: string): string {
  return text
    .toLowerCase()
    .normalize('NFD')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
}
