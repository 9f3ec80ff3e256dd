// What v1 calls an engagement's `metadata`, kind by kind: its names for the properties of v3.

/** v1's name → v3's property. */
export const metadataNames: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  notes: { body: 'hs_note_body' },
  tasks: {
    body: 'hs_task_body',
    subject: 'hs_task_subject',
    status: 'hs_task_status',
    priority: 'hs_task_priority',
    taskType: 'hs_task_type',
  },
  calls: {
    body: 'hs_call_body',
    title: 'hs_call_title',
    status: 'hs_call_status',
    toNumber: 'hs_call_to_number',
    fromNumber: 'hs_call_from_number',
    durationMilliseconds: 'hs_call_duration',
    disposition: 'hs_call_disposition',
  },
  emails: { subject: 'hs_email_subject', text: 'hs_email_text', html: 'hs_email_html', status: 'hs_email_status' },
  meetings: {
    body: 'hs_meeting_body',
    title: 'hs_meeting_title',
    startTime: 'hs_meeting_start_time',
    endTime: 'hs_meeting_end_time',
    internalMeetingNotes: 'hs_internal_meeting_notes',
  },
}

const numbers = ['durationMilliseconds', 'startTime', 'endTime']

/** The metadata of a record. */
export function showMetadata(kind: string, properties: Record<string, string>): Record<string, unknown> {
  const shown: Record<string, unknown> = {}
  for (const [name, property] of Object.entries(metadataNames[kind] ?? {})) {
    const value = properties[property]
    if (value === undefined) continue
    const number = /^\d+$/.test(value) ? Number(value) : Date.parse(value)
    shown[name] = numbers.includes(name) ? number : value
  }
  return shown
}

/** The properties that metadata sets; names it does not know are ignored. */
export function readMetadata(kind: string, metadata: Record<string, unknown>): Record<string, unknown> {
  const entries = Object.entries(metadataNames[kind] ?? {}).filter(([name]) => metadata[name] !== undefined)
  return Object.fromEntries(entries.map(([name, property]) => [property, metadata[name]]))
}
