// Mail threads of the seed, with two messages each.
import { insertRow, type Tenant } from '../tenant.ts'

const start = Date.UTC(2024, 5, 1, 9)
const hour = 3_600_000

/** Six threads with persons; the first four are about deals. */
export function addMail(tenant: Tenant): void {
  const user = tenant.tables.users.rows.values().next().value
  for (let at = 0; at < 6; at += 1) {
    const person = tenant.tables.persons.rows.get(at + 1)
    const time = (shift: number) => new Date(start + (at * 24 + shift) * hour).toISOString()
    const theirs = createParty(at * 2 + 1, { name: person?.['name'], email: readMail(person), person })
    const ours = createParty(at * 2 + 2, { name: user?.['name'], email: user?.['email'], person: undefined })
    const about = {
      account_id: `mailbox-${tenant.id}`,
      user_id: user?.id,
      subject: `Question ${at + 1}`,
      snippet: `Could you tell us about offer ${at + 1}?`,
    }
    const { id } = insertRow(tenant.tables.mailThreads, {
      parties: { to: [withTimes(ours, time(0))], from: [withTimes(theirs, time(0))] },
      drafts_parties: [],
      folders: at === 5 ? ['archive'] : ['inbox', 'sent'],
      ...about,
      version: 1,
      snippet_draft: null,
      snippet_sent: 'Gladly.',
      message_count: 2,
      read_flag: 1,
      ...noFlags,
      ...noThreadFlags,
      archived_flag: at === 5 ? 1 : 0,
      last_message_timestamp: time(2),
      first_message_timestamp: time(0),
      last_message_sent_timestamp: time(2),
      last_message_received_timestamp: time(0),
      add_time: time(0),
      update_time: time(2),
      deal_id: at < 4 ? at + 1 : null,
      deal_status: at < 4 ? tenant.tables.deals.rows.get(at + 1)?.['status'] : null,
      lead_id: null,
      all_messages_sent_flag: 0,
    })
    for (const sent of [0, 1]) {
      insertRow(tenant.tables.mailMessages, {
        from: [sent ? ours : theirs],
        to: [sent ? theirs : ours],
        cc: [],
        bcc: [],
        body_url: `https://mail.example.com/${tenant.id}/${at + 1}/${sent}`,
        ...about,
        ...(sent ? { snippet: 'Gladly.' } : {}),
        mail_thread_id: id,
        read_flag: 1,
        draft: null,
        draft_flag: 0,
        ...noFlags,
        has_body_flag: 1,
        sent_flag: sent,
        sent_from_pipedrive_flag: sent,
        message_time: time(sent * 2),
        add_time: time(sent * 2),
        update_time: time(sent * 2),
      })
    }
  }
}

const noFlags = {
  mail_tracking_status: null,
  has_attachments_flag: 0,
  has_inline_attachments_flag: 0,
  has_real_attachments_flag: 0,
  deleted_flag: 0,
  synced_flag: 1,
  smart_bcc_flag: 0,
  mail_link_tracking_enabled_flag: 0,
}

const noThreadFlags = {
  has_draft_flag: 0,
  has_sent_flag: 1,
  shared_flag: 0,
  external_deleted_flag: 0,
  first_message_to_me_flag: 0,
}

function createParty(
  id: number,
  party: { name: unknown; email: unknown; person: Record<string, unknown> | undefined },
): Record<string, unknown> {
  return {
    id,
    email_address: party.email,
    name: party.name,
    linked_person_id: party.person?.['id'] ?? null,
    linked_person_name: party.person?.['name'] ?? '',
    mail_message_party_id: id,
  }
}

function withTimes(party: Record<string, unknown>, time: string): Record<string, unknown> {
  return { ...party, latest_sent: false, message_time: Date.parse(time), linked_organization_id: null }
}

function readMail(person: Record<string, unknown> | undefined): string | undefined {
  return (person?.['emails'] as { value: string }[] | undefined)?.[0]?.value
}
