// Seeded opportunities, tasks and activities on the seeded leads.

import { pickAt } from '../../lib/names.ts'
import { insertRow, listOnLead, type Tenant } from '../tenant.ts'
import { stampSeed } from './stamp.ts'

/** 24 opportunities, of every status and period. */
export function addOpportunities(tenant: Tenant): void {
  const { leads, contacts, users, opportunityStatuses } = tenant.tables
  for (let at = 0; at < 24; at += 1) {
    const lead = pickAt(leads.order, at)
    const status = pickAt(opportunityStatuses.order, at)
    const stamp = stampSeed(tenant, 300 + at * 7)
    const closed = String(stamp['date_created']).slice(0, 10)
    insertRow(tenant, 'opportunities', {
      lead_id: lead.id,
      contact_id: listOnLead(contacts, lead.id)[0]?.id ?? null,
      user_id: pickAt(users.order, at).id,
      status_id: status.id,
      note: `Offer ${at + 1}: ${pickAt(['training', 'licences', 'support'], at)}`,
      value: at % 8 === 7 ? null : 50_000 + at * 12_500,
      value_period: pickAt(['one_time', 'monthly', 'annual'], at),
      confidence: status['status_type'] === 'won' ? 100 : 20 + ((at * 15) % 80),
      date_won: status['status_type'] === 'won' ? closed : null,
      date_lost: status['status_type'] === 'lost' ? stamp['date_created'] : null,
      ...stamp,
    })
  }
}

/** 30 tasks: done ones, such with a day, such with a time, one without either. */
export function addTasks(tenant: Tenant): void {
  for (let at = 0; at < 30; at += 1) {
    const lead = pickAt(tenant.tables.leads.order, at)
    const day = `2024-0${1 + (at % 9)}-1${at % 10}`
    insertRow(tenant, 'tasks', {
      _type: 'lead',
      lead_id: lead.id,
      contact_id: null,
      assigned_to: pickAt(tenant.tables.users.order, at).id,
      text: `${pickAt(['Call about', 'Send', 'Review'], at)} the ${pickAt(['offer', 'contract', 'order'], at)}`,
      date: at === 29 ? null : at % 3 === 2 ? `${day}T09:30:00.000000+00:00` : day,
      is_complete: at % 4 === 3,
      ...stampSeed(tenant, 520 + at * 3),
    })
  }
}

/** 30 notes, 12 calls and 6 emails. */
export function addActivities(tenant: Tenant): void {
  const { leads, contacts, users } = tenant.tables
  for (let at = 0; at < 48; at += 1) {
    const lead = pickAt(leads.order, at)
    const contact = listOnLead(contacts, lead.id)[0]
    const stamp = stampSeed(tenant, 640 + at * 2)
    const base = { lead_id: lead.id, user_id: pickAt(users.order, at).id, activity_at: stamp['date_created'], ...stamp }
    if (at < 30) insertRow(tenant, 'activities', { _type: 'Note', contact_id: null, ...base, ...writeNote(`Spoke about order ${at + 1}.`) })
    else if (at < 42) {
      const phone = (contact?.['phones'] as { phone: string }[] | undefined)?.[0]?.phone ?? null
      const call = { direction: 'outbound', duration: 30 + at, phone, status: 'completed', source: 'External' }
      insertRow(tenant, 'activities', { _type: 'Call', contact_id: contact?.id ?? null, ...base, ...call, ...writeNote('') })
    } else {
      const to = (contact?.['emails'] as { email: string }[] | undefined)?.map((each) => each.email) ?? []
      const email = {
        status: 'sent',
        direction: 'outgoing',
        subject: `Offer ${at}`,
        sender: 'sales@example.com',
        to,
        body_text: 'As promised.',
      }
      insertRow(tenant, 'activities', {
        _type: 'Email',
        contact_id: contact?.id ?? null,
        ...base,
        ...email,
        date_sent: stamp['date_created'],
      })
    }
  }
}

function writeNote(note: string): Record<string, unknown> {
  return { note, note_html: note === '' ? '' : `<p>${note}</p>` }
}
