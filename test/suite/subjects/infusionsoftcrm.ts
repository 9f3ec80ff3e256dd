/** Infusionsoft at the Keap simulator. */
import { startKeap } from '../../../simulators/keap/keap.ts'
import type { Subject } from '../subject.ts'

export const subject: Subject = {
  start: () => startKeap({ retryAfterSeconds: 30 }),
  defaults: (url) => ({
    'base.url': `${url}/crm`,
    'oauth.token.url': `${url}/token`,
    'oauth.authorization.url': `${url}/app/oauth/authorize`,
  }),
  configuration: { 'infusionsoft.server': 'ab123.infusionsoft.com' },
  account: 'ab123',
  samples: {
    accounts: { create: (text) => ({ Company: text }), update: { Website: 'https://octave.example' }, text: 'Company', absent: 'Website' },
    contacts: {
      create: (text) => ({ FirstName: text, LastName: 'Suite', Email: 'ada@suite.example' }),
      update: { JobTitle: 'Tester' },
      text: 'FirstName',
      absent: 'JobTitle',
    },
    opportunities: {
      create: (text) => ({ OpportunityTitle: text }),
      update: { NextActionNotes: 'Call on Monday' },
      text: 'OpportunityTitle',
      links: { ContactID: 'contacts' },
    },
    leads: {
      create: (text) => ({ OpportunityTitle: text }),
      update: { OpportunityNotes: 'Asked twice' },
      text: 'OpportunityTitle',
      links: { ContactID: 'contacts' },
    },
    tasks: {
      create: (text) => ({ ActionDescription: text, Priority: 1 }),
      update: { CreationNotes: 'Well' },
      text: 'ActionDescription',
      links: { ContactId: 'contacts', UserID: 'users' },
    },
    notes: {
      create: (text) => ({ ActionDescription: text, CreationNotes: 'Liked the tone' }),
      update: { CreationNotes: 'Liked the tone a lot' },
      text: 'ActionDescription',
      links: { ContactId: 'contacts', UserID: 'users' },
    },
    products: {
      create: (text) => ({ ProductName: text, ProductPrice: 12.34, ShortDescription: 'Ticks' }),
      update: { ProductPrice: 20 },
      text: 'ProductName',
    },
  },
}
