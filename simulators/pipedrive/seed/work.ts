// Products, deals, activities and notes of the seed.

import { pickAt } from '../../lib/names.ts'
import { formatTime, formatV1Time, insertRow, listRows, type Tenant } from '../tenant.ts'
import { findCodes, pickOwner } from './people.ts'

const day = 86_400_000
const start = Date.UTC(2024, 3, 1, 9)

/** Six products. */
export function addProducts(tenant: Tenant): void {
  const fields = findCodes(tenant, 'product')
  const colours = tenant.fields.product.find((each) => each.name === 'Colour')?.options ?? []
  for (const [at, name] of ['Basic Plan', 'Pro Plan', 'Workbench', 'Toolbox', 'Installation', 'Training Day'].entries()) {
    const id = at + 1
    const time = formatTime(start + at * day)
    insertRow(tenant.tables.products, {
      name,
      code: `P-${100 + id}`,
      description: `${name} of ${tenant.companyName}`,
      unit: at < 2 ? 'month' : 'piece',
      tax: 20,
      category: at < 4 ? 71 : 72,
      is_linkable: true,
      is_deleted: false,
      visible_to: 3,
      owner_id: pickOwner(tenant, at),
      add_time: time,
      update_time: time,
      billing_frequency: at < 2 ? 'monthly' : 'one-time',
      billing_frequency_cycles: null,
      prices: [{ product_id: id, price: id * 25, currency: tenant.currency, cost: id * 10, direct_cost: null, notes: '' }],
      custom_fields: { [fields['Colour'] ?? '']: pickAt(colours, at).id, [fields['Weight'] ?? '']: id * 1.5 },
    })
  }
}

/** Twenty-four deals in every state, two of them archived. */
export function addDeals(tenant: Tenant): void {
  const fields = findCodes(tenant, 'deal')
  const regions = tenant.fields.deal.find((each) => each.name === 'Region')?.options ?? []
  for (let at = 0; at < 24; at += 1) {
    const status = pickAt(['open', 'open', 'won', 'lost'], at)
    const time = formatTime(start + at * day)
    const closed = status === 'open' ? null : formatTime(start + (at + 3) * day)
    const of = (wanted: string) => (status === wanted ? closed : null)
    const date = (value: string | null) => value?.slice(0, 10) ?? null
    insertRow(tenant.tables.deals, {
      title: `Deal ${at + 1} with ${String(tenant.tables.organizations.rows.get((at % 12) + 1)?.['name'])}`,
      creator_user_id: pickOwner(tenant, 0),
      owner_id: pickOwner(tenant, at),
      person_id: at + 1,
      org_id: (at % 12) + 1,
      stage_id: (at % 5) + 1,
      pipeline_id: 1,
      value: (at + 1) * 500,
      currency: tenant.currency,
      add_time: time,
      update_time: closed ?? time,
      stage_change_time: time,
      status,
      is_archived: at >= 22,
      archive_time: at >= 22 ? formatTime(start + 60 * day) : null,
      is_deleted: false,
      probability: at % 2 === 0 ? 50 : null,
      lost_reason: status === 'lost' ? 'Price too high' : null,
      visible_to: 3,
      close_time: closed,
      won_time: of('won'),
      lost_time: of('lost'),
      local_won_date: date(of('won')),
      local_lost_date: date(of('lost')),
      local_close_date: date(closed),
      expected_close_date: formatTime(start + (at + 30) * day).slice(0, 10),
      label_ids: at % 3 === 0 ? [61] : [],
      origin: 'ManuallyCreated',
      origin_id: null,
      channel: null,
      channel_id: null,
      arr: null,
      mrr: null,
      acv: null,
      custom_fields: {
        [fields['Customer reference'] ?? '']: `REF-${String(at + 1).padStart(3, '0')}`,
        [fields['Margin'] ?? '']: at / 2,
        [fields['Setup fee'] ?? '']: { value: 100 + at, currency: tenant.currency },
        [fields['Region'] ?? '']: pickAt(regions, at).id,
        [fields['Contract date'] ?? '']: formatTime(start + at * day).slice(0, 10),
      },
    })
  }
}

/** Thirty activities, every third done. */
export function addActivities(tenant: Tenant): void {
  for (let at = 0; at < 30; at += 1) {
    const type = pickAt(['call', 'meeting', 'task', 'email'], at)
    const time = formatTime(start + at * day)
    const done = at % 3 === 0
    insertRow(tenant.tables.activities, {
      subject: `${type.replace(/^./, (first) => first.toUpperCase())} ${at + 1}`,
      type,
      owner_id: pickOwner(tenant, at),
      creator_user_id: pickOwner(tenant, 0),
      is_deleted: false,
      add_time: time,
      update_time: time,
      deal_id: (at % 22) + 1,
      lead_id: null,
      person_id: (at % 22) + 1,
      org_id: (at % 12) + 1,
      project_id: null,
      due_date: formatTime(start + (at + 7) * day).slice(0, 10),
      due_time: at % 2 === 0 ? '14:30:00' : null,
      duration: at % 2 === 0 ? '00:30:00' : null,
      busy: false,
      done,
      marked_as_done_time: done ? formatTime(start + (at + 7) * day) : null,
      location: null,
      participants: [{ person_id: (at % 22) + 1, primary: true }],
      attendees: [],
      conference_meeting_client: null,
      conference_meeting_url: null,
      conference_meeting_id: null,
      public_description: null,
      priority: pickAt([81, 82, 83], at),
      note: `<p>Prepare for ${type} ${at + 1}</p>`,
    })
  }
}

/** Thirty notes on deals, persons, organizations and leads, by turns. */
export function addNotes(tenant: Tenant): void {
  const leads = listRows(tenant.tables.leads)
  for (let at = 0; at < 30; at += 1) {
    const time = formatV1Time(start + at * day)
    const owner = pickOwner(tenant, at)
    const turn = at % 4
    insertRow(tenant.tables.notes, {
      active_flag: true,
      add_time: time,
      content: `<p>Note ${at + 1}: likes ${pickAt(['tea', 'coffee', 'water'], at)}</p>`,
      deal_id: turn === 0 ? (at % 22) + 1 : null,
      lead_id: turn === 3 ? pickAt(leads, at).id : null,
      last_update_user_id: null,
      org_id: turn === 2 ? (at % 12) + 1 : null,
      person_id: turn === 1 ? at + 1 : null,
      project_id: null,
      task_id: null,
      pinned_to_deal_flag: false,
      pinned_to_lead_flag: false,
      pinned_to_organization_flag: false,
      pinned_to_person_flag: false,
      pinned_to_project_flag: false,
      pinned_to_task_flag: false,
      update_time: time,
      user_id: owner,
    })
  }
}
