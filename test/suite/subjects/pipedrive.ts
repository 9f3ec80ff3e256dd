/** Pipedrive at its simulator. */
import { startPipedrive } from '../../../simulators/pipedrive/pipedrive.ts'
import type { Sample, Subject } from '../subject.ts'

const activity: Sample = {
  create: (text) => ({ subject: text, type: 'call', due_date: '2015-04-24', due_time: '12:30' }),
  update: { note: 'Changed' },
  text: 'subject',
  refused: { due_date: 'soon' },
}
const note: Sample = { create: (text) => ({ content: text }), update: { content: 'Changed' }, text: 'content' }

export const subject: Subject = {
  start: startPipedrive,
  defaults: (url) => ({
    'base.url': url,
    'oauth.authorization.url': `${url}/oauth/authorize`,
    'oauth.token.url': `${url}/oauth/token`,
    'oauth.token.revoke_url': `${url}/oauth/revoke`,
  }),
  account: 'alder-birch/11001',
  samples: {
    accounts: { create: (text) => ({ name: text, visible_to: '3' }), update: { visible_to: '1' }, text: 'name' },
    contacts: { create: (text) => ({ name: text }), update: { visible_to: '1' }, text: 'name' },
    opportunities: {
      create: (text) => ({ title: text, value: '350', currency: 'USD' }),
      update: { value: '400' },
      text: 'title',
      absent: 'lost_reason',
    },
    activities: activity,
    products: { create: (text) => ({ name: text, code: 'M1' }), update: { code: 'M2' }, text: 'name' },
    leads: {
      create: (text) => ({ title: text }),
      update: { expected_close_date: '2026-05-01' },
      text: 'title',
      links: { person_id: 'contacts' },
    },
    notes: { ...note, links: { org_id: 'accounts' } },
    ...Object.fromEntries(['accounts', 'contacts', 'opportunities'].map((parent) => [`${parent}/{id}/notes`, note])),
    pipelines: { create: (text) => ({ name: text }), update: { name: 'Changed' }, text: 'name' },
    stages: { create: (text) => ({ name: text }), update: { name: 'Changed' }, text: 'name', links: { pipeline_id: 'pipelines' } },
    'activity-types': { create: (text) => ({ name: text, icon_key: 'call' }), update: { name: 'Changed' }, text: 'name' },
  },
  elsewhere: { users: 'the company pays for each of them' },
}
