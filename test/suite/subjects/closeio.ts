/** Close at its simulator, by an API key as clients of the original connect. */
import { startCloseio } from '../../../simulators/closeio/closeio.ts'
import type { Sample, Subject } from '../subject.ts'

const lead: Sample = { create: (text) => ({ name: text }), update: { description: 'Big' }, text: 'name', absent: 'url' }
const note: Sample = { create: (text) => ({ note: text }), update: { note: 'Changed' }, text: 'note' }

export const subject: Subject = {
  start: startCloseio,
  defaults: (url) => ({
    'base.url': `${url}/api/v1`,
    'oauth.authorization.url': `${url}/oauth2/authorize/`,
    'oauth.token.url': `${url}/oauth2/token/`,
  }),
  configuration: { username: 'api_simulator.alder', password: '' },
  account: false,
  samples: {
    accounts: lead,
    leads: lead,
    contacts: {
      create: (text) => ({ name: text }),
      update: { title: 'Tester' },
      text: 'name',
      absent: 'title',
      links: { lead_id: 'accounts' },
    },
    opportunities: {
      create: (text) => ({ note: text }),
      update: { value: 700 },
      text: 'note',
      absent: 'value',
      links: { lead: 'accounts' },
    },
    tasks: {
      create: (text) => ({ text, date: '2013-02-06', is_complete: false }),
      update: { is_complete: true },
      text: 'text',
      links: { lead: 'accounts' },
    },
    notes: { ...note, links: { lead_id: 'accounts' } },
    'accounts/{id}/notes': note,
    'accounts/{id}/activities': { create: (text) => ({ subject: text, status: 'draft' }), update: { subject: 'Changed' }, text: 'subject' },
    activities: {
      create: (text) => ({ subject: text, status: 'draft' }),
      update: { subject: 'Changed' },
      text: 'subject',
      links: { lead_id: 'accounts' },
    },
  },
}
