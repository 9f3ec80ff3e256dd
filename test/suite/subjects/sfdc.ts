/** Salesforce at its simulator. */
import { startSalesforce } from '../../../simulators/salesforce/salesforce.ts'
import type { Sample, Subject } from '../subject.ts'

const activity: Sample = {
  create: (text) => ({ Subject: text, DurationInMinutes: 5, ActivityDateTime: '2016-11-30T10:28:11.600Z' }),
  update: { Location: 'there' },
  text: 'Subject',
  refused: { StartDateTime: 'soon' },
}

export const subject: Subject = {
  start: startSalesforce,
  defaults: (url) => ({
    'base.url': url,
    'oauth.authorization.url': `${url}/services/oauth2/authorize`,
    'oauth.token.url': `${url}/services/oauth2/token`,
    'oauth.token.revoke_url': `${url}/services/oauth2/revoke`,
  }),
  samples: {
    accounts: { create: (text) => ({ Name: text }), update: { Phone: '415 555 0199' }, text: 'Name', absent: 'Phone' },
    contacts: { create: (text) => ({ LastName: text }), update: { Title: 'Tester' }, text: 'LastName', absent: 'Title' },
    leads: { create: (text) => ({ LastName: text, Company: 'Suite' }), update: { Title: 'Buyer' }, text: 'LastName' },
    opportunities: {
      create: (text) => ({ Name: text, StageName: 'Own', CloseDate: '2018-09-08' }),
      update: { Amount: 300 },
      text: 'Name',
    },
    campaigns: { create: (text) => ({ Name: text }), update: { Status: 'In Progress' }, text: 'Name' },
    products: { create: (text) => ({ Name: text }), update: { IsActive: true }, text: 'Name' },
    tasks: { create: (text) => ({ Subject: text }), update: { Priority: 'High' }, text: 'Subject', refused: { ActivityDate: 'soon' } },
    activities: activity,
    notes: {
      create: (text) => ({ Title: text, Body: 'Long' }),
      update: { Title: 'Shorter' },
      text: 'Title',
      links: { ParentId: 'accounts' },
    },
    ...Object.fromEntries(
      ['accounts', 'contacts', 'leads', 'opportunities'].map((parent): [string, Sample] => [
        `${parent}/{id}/notes`,
        { create: (text) => ({ Title: text, Body: 'Long' }), update: { Title: 'Shorter' }, text: 'Title' },
      ]),
    ),
    '{objectName}': { at: 'Account', create: (text) => ({ Name: text }), update: { Phone: '1' }, text: 'Name' },
  },
  elsewhere: {
    users: 'the organization has a number of licences',
    files: 'is made of a form with a file',
    'files/{id}/versions': 'is made of a form with a file',
    attachments: 'is made of a form with a file',
    '{objectName}/{objectId}/files': 'is made of a form with a file',
    '{objectName}/{objectId}/attachments': 'is made of a form with a file',
  },
}
