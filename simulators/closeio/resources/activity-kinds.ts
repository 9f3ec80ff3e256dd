// Notes, calls and emails: one table, a view for each type, and what a body may set.
import { type Check, type Checks, choice, flag, list, object, text, time, whole } from '../checks.ts'
import type { Kind } from '../records.ts'
import type { Row } from '../tenant.ts'
import { authorship, readUserName, stored, type View } from '../view.ts'
import { contactReference, leadReference, userReference } from './kinds.ts'

const base: View = {
  ...stored('id'),
  ...stored('_type'),
  ...stored('activity_at'),
  ...stored('lead_id'),
  ...stored('contact_id'),
  ...stored('user_id'),
  user_name: (row, tenant) => readUserName(tenant, row['user_id']),
  users: () => [],
  ...authorship,
}

const withNote: View = { note: (row) => row['note'] ?? '', ...stored('note_html') }

function empties(names: readonly string[], value: unknown): View {
  return Object.fromEntries(names.map((name) => [name, (row: Row) => row[name] ?? value]))
}

function createKind(objectType: string, noun: string, own: View): Kind {
  const view = { ...base, ...own }
  return { table: 'activities', objectType: `activity.${objectType}`, noun, view, flat: view }
}

export const noteActivityKind = createKind('note', 'Note', {
  ...withNote,
  ...empties(['title', 'pinned_at'], null),
  ...empties(['pinned'], false),
  ...empties(['attachments'], []),
})

const callKind = createKind('call', 'Call', {
  ...withNote,
  ...empties(['direction', 'duration', 'phone', 'outcome_id', 'recording_url', 'voicemail_url'], null),
  ...empties(['status'], 'completed'),
  ...empties(['source'], 'External'),
})

const emailNulls = ['body_html', 'body_text', 'bulk_email_action_id', 'date_scheduled', 'date_sent', 'direction', 'followup_sequence_delay']
const moreEmailNulls = ['in_reply_to_id', 'opens_summary', 'send_as_id', 'sender', 'status', 'subject', 'template_id', 'thread_id']

const emailKind = createKind('email', 'Email', {
  ...empties([...emailNulls, ...moreEmailNulls], null),
  ...empties(['followup_sequence_add_cc_bcc', 'has_reply', 'need_smtp_credentials'], false),
  ...empties(['attachments', 'bcc', 'cc', 'to', 'message_ids', 'references', 'opens', 'send_attempts'], []),
})

const attachment = object({ filename: text, url: text, content_type: text, size: whole(0) }, ['filename', 'url'], (each) => ({
  content_type: null,
  size: null,
  ...each,
}))

const shared: Checks = {
  lead_id: leadReference,
  contact_id: contactReference,
  user_id: userReference,
  activity_at: time,
  date_created: time,
}

const noteChecks: Checks = { ...shared, note: text, note_html: text, title: text, pinned: flag, attachments: list(attachment) }

const callStatuses = ['created', 'in-progress', 'completed', 'cancel', 'no-answer', 'busy', 'failed', 'timeout']

const callChecks: Checks = {
  ...shared,
  note: text,
  note_html: text,
  direction: choice(['inbound', 'outbound', 'incoming', 'outgoing']),
  duration: whole(0),
  phone: text,
  status: choice(callStatuses),
  source: choice(['Close.io', 'External']),
  recording_url: text,
  voicemail_url: text,
  outcome_id: text,
}

const addresses: Check = list(text)

const emailChecks: Checks = {
  ...shared,
  status: choice(['inbox', 'draft', 'scheduled', 'outbox', 'sent', 'error']),
  direction: choice(['incoming', 'outgoing', 'inbound', 'outbound']),
  subject: text,
  sender: text,
  to: addresses,
  cc: addresses,
  bcc: addresses,
  body_text: text,
  body_html: text,
  template_id: text,
}

/** A type of activity that may be written: its name in paths and replies, its kind, its properties, and those a new one needs. */
export interface ActivityType {
  segment: string
  type: string
  kind: Kind
  checks: Checks
  required: readonly string[]
}

export const activityTypes: readonly ActivityType[] = [
  { segment: 'note', type: 'Note', kind: noteActivityKind, checks: noteChecks, required: ['lead_id'] },
  { segment: 'call', type: 'Call', kind: callKind, checks: callChecks, required: ['lead_id'] },
  { segment: 'email', type: 'Email', kind: emailKind, checks: emailChecks, required: ['lead_id', 'status'] },
]

/** The type of a stored activity. */
export function findActivityType(row: Row): ActivityType {
  return activityTypes.find((each) => each.type === row['_type']) as ActivityType
}
