// Organizations (v2).
import { type Operations, serve } from '../call.ts'
import { list, nullable, reference, text, time, visibility, whole } from '../checks.ts'
import { customFields } from '../fields/custom-values.ts'
import { readWhole } from '../list/parameters.ts'
import { address } from './address.ts'
import { countLinked, pickCounts } from './counts.ts'
import { createEntity, deleteEntity, type Entity, listEntities, readEntity, updateEntity } from './entity.ts'

export const organization: Entity = {
  table: 'organizations',
  name: 'organization',
  fields: 'organization',
  checks: {
    name: text(255, 'filled'),
    owner_id: reference('users', 'User'),
    add_time: time,
    update_time: time,
    visible_to: visibility,
    label_ids: list(whole(1)),
    address: nullable(address),
    custom_fields: customFields('organization'),
  },
  required: ['name'],
  defaults: ({ user }) => ({ name: '', owner_id: user.id, address: null, visible_to: 3, label_ids: [], custom_fields: {} }),
  filters: (call) => {
    const owner = readWhole(call.query, 'owner_id')
    return owner === undefined ? [] : [(row) => row['owner_id'] === owner]
  },
  sortable: ['id', 'update_time', 'add_time'],
  included: pickCounts(countLinked('org_id'), [
    'people_count',
    'open_deals_count',
    'closed_deals_count',
    'won_deals_count',
    'lost_deals_count',
    'activities_count',
    'done_activities_count',
    'undone_activities_count',
    'notes_count',
  ]),
}

export const organizationOperations: Operations = {
  'GET /v2/organizations': serve(10, 'contacts:read contacts:full', (call) => listEntities(organization, call)),
  'POST /v2/organizations': serve(5, 'contacts:full', (call) => createEntity(organization, call)),
  'GET /v2/organizations/{id}': serve(1, 'contacts:read contacts:full', (call) => readEntity(organization, call)),
  'PATCH /v2/organizations/{id}': serve(5, 'contacts:full', (call) => updateEntity(organization, call)),
  'DELETE /v2/organizations/{id}': serve(3, 'contacts:full', (call) => deleteEntity(organization, call)),
}
