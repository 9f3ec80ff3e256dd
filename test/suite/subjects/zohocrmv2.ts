/** Zoho CRM at its simulator. */
import { startZoho } from '../../../simulators/zoho/zoho.ts'
import type { Sample, Subject } from '../subject.ts'

const note: Sample = { create: (text) => ({ Note_Content: text }), update: { Note_Content: 'Changed' }, text: 'Note_Content' }

export const subject: Subject = {
  start: startZoho,
  defaults: (url) => ({
    'base.url': url,
    'oauth.authorization.url': `${url}/oauth/v2/auth?access_type=offline&prompt=consent`,
    'oauth.token.url': `${url}/oauth/v2/token`,
    'oauth.token.revoke_url': `${url}/oauth/v2/token/revoke`,
  }),
  account: 'northwind',
  samples: {
    accounts: { create: (text) => ({ Account_Name: text }), update: { Phone: '1' }, text: 'Account_Name' },
    contacts: { create: (text) => ({ Last_Name: text }), update: { Title: 'Tester' }, text: 'Last_Name', absent: 'Title' },
    leads: { create: (text) => ({ Last_Name: text }), update: { Company: 'Suite' }, text: 'Last_Name' },
    opportunities: { create: (text) => ({ Deal_Name: text }), update: { Amount: 12.5 }, text: 'Deal_Name', absent: 'Amount' },
    campaigns: { create: (text) => ({ Campaign_Name: text }), update: { Status: 'Active' }, text: 'Campaign_Name' },
    products: { create: (text) => ({ Product_Name: text }), update: { Taxable: true }, text: 'Product_Name' },
    cases: { create: (text) => ({ Subject: text, Case_Reason: 'Suite' }), update: { Priority: 'High' }, text: 'Subject', refused: null },
    tasks: { create: (text) => ({ Subject: text }), update: { Due_Date: '2026-03-01' }, text: 'Subject' },
    'activities-calls': { create: (text) => ({ Subject: text }), update: { Call_Result: 'Reached' }, text: 'Subject' },
    'activities-events': {
      create: (text) => ({ Event_Title: text, Start_DateTime: '2018-06-26T00:00:00+00:00', End_DateTime: '2018-06-26T23:59:59+00:00' }),
      update: { Venue: 'Here' },
      text: 'Event_Title',
    },
    notes: {
      ...note,
      create: (text) => ({ Note_Content: text, Parent_Id: { module: { api_name: 'Contacts' } } }),
      links: { 'Parent_Id.id': 'contacts' },
    },
    ...Object.fromEntries(['accounts', 'contacts', 'leads', 'opportunities'].map((parent) => [`${parent}/{id}/notes`, note])),
    '{objectName}': { at: 'Accounts', create: (text) => ({ Account_Name: text }), update: { Phone: '1' }, text: 'Account_Name' },
  },
}
