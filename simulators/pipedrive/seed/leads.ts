// Lead labels and leads of the seed. Their UUIDs follow from company and number.
import { createHash } from 'node:crypto'
import { pickAt } from '../../lib/names.ts'
import { insertRow, type Tenant } from '../tenant.ts'
import { pickOwner } from './people.ts'

const start = Date.UTC(2024, 4, 1, 9)

/** Three labels and eighteen leads, two of them archived. */
export function addLeads(tenant: Tenant): void {
  const stamp = (at: number) => new Date(start + at * 3_600_000).toISOString()
  const labels = (
    [
      ['Hot', 'red'],
      ['Warm', 'yellow'],
      ['Cold', 'blue'],
    ] as const
  ).map(([name, color]) =>
    insertRow(tenant.tables.leadLabels, {
      id: createUuid(`${tenant.id} label ${name}`),
      name,
      color,
      add_time: stamp(0),
      update_time: stamp(0),
    }),
  )
  for (let at = 0; at < 18; at += 1) {
    const person = tenant.tables.persons.rows.get(at + 1)
    insertRow(tenant.tables.leads, {
      id: createUuid(`${tenant.id} lead ${at + 1}`),
      title: `${String(person?.['name'])} lead`,
      owner_id: pickOwner(tenant, at),
      creator_id: pickOwner(tenant, 0),
      label_ids: at % 2 === 0 ? [pickAt(labels, at).id] : [],
      person_id: at + 1,
      organization_id: (at % 12) + 1,
      source_name: 'Manually created',
      origin: 'ManuallyCreated',
      origin_id: null,
      channel: null,
      channel_id: null,
      source_deal_id: null,
      is_archived: at >= 16,
      was_seen: at % 2 === 0,
      value: at % 3 === 0 ? { amount: (at + 1) * 100, currency: tenant.currency } : null,
      expected_close_date: null,
      next_activity_id: null,
      add_time: stamp(at),
      update_time: stamp(at),
      visible_to: '3',
      cc_email: `${tenant.id}+${tenant.companyId}+lead${at + 1}@pipedrivemail.example.com`,
    })
  }
}

/** A UUID that follows from a text. */
function createUuid(text: string): string {
  const hex = createHash('sha1').update(text).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-11eb-8${hex.slice(13, 16)}-${hex.slice(16, 28)}`
}
