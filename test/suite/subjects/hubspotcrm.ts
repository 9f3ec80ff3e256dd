/** HubSpot at its simulator. */
import { startHubspot } from '../../../simulators/hubspot/hubspot.ts'
import { allScopes } from '../../../simulators/hubspot/objects/object-types.ts'
import type { Sample, Subject } from '../subject.ts'

const contact: Sample = {
  create: (text) => ({ properties: { firstname: text, lastname: 'Suite' } }),
  update: { properties: { jobtitle: 'Tester' } },
  text: 'properties.firstname',
  absent: 'properties.jobtitle',
}

const engagement = (type: string) => ({ active: true, ownerId: 641085326, type, timestamp: 1409172644778 })

export const subject: Subject = {
  start: startHubspot,
  defaults: (url) => ({
    'base.url': url,
    'oauth.authorization.url': `${url}/oauth/authorize`,
    'oauth.token.url': `${url}/oauth/v3/token`,
  }),
  configuration: { 'oauth.scope': allScopes.join(' ') },
  account: '44237313',
  samples: {
    contacts: contact,
    leads: contact,
    accounts: {
      create: (text) => ({ name: text }),
      update: { properties: { description: 'Changed' } },
      text: 'properties.name',
      absent: 'properties.description',
    },
    opportunities: {
      create: (text) => ({ dealname: text }),
      update: { properties: { amount: '400' } },
      text: 'properties.dealname',
      absent: 'properties.amount',
    },
    activities: {
      create: (text) => ({ engagement: engagement('NOTE'), metadata: { body: text } }),
      update: { engagement: { active: true }, metadata: { body: 'Changed' } },
      text: 'metadata.body',
    },
    tasks: {
      create: (text) => ({ hs_task_subject: text, hs_timestamp: '2026-01-31T09:00:00Z' }),
      update: { properties: { hs_task_status: 'COMPLETED' } },
      text: 'properties.hs_task_subject',
    },
    notes: {
      create: (text) => ({ hs_note_body: text, hs_timestamp: '2026-01-31T09:00:00Z' }),
      update: { properties: { hs_note_body: 'Changed' } },
      text: 'properties.hs_note_body',
    },
    products: { create: (text) => ({ name: text }), update: { properties: { price: '20' } }, text: 'properties.name' },
    campaigns: { create: (text) => ({ hs_name: text }), update: { properties: { hs_notes: 'Changed' } }, text: 'properties.hs_name' },
    '{objectName}': {
      at: 'companies',
      create: (text) => ({ name: text }),
      update: { properties: { description: 'Changed' } },
      text: 'properties.name',
    },
  },
  elsewhere: {
    'timeline-event-types': 'needs a developer key',
    'timeline-event-types/{id}/properties': 'needs a developer key',
    pipelines: 'has stages',
    'sales-leads': 'needs a contact that it is associated with',
    owners: 'the vendor refuses to make them',
  },
}
