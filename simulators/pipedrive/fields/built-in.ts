// The built-in fields of every kind of record, as both versions describe them.
import type { FieldEntity } from './field.ts'

/** Code, name, type; then `required`, `optional` (sent only when asked for) or `sync` (there with contact sync). */
type BuiltIn = readonly [code: string, name: string, type: string, note?: 'required' | 'optional' | 'sync']

const counts = (codes: readonly string[]): BuiltIn[] =>
  codes.map((code) => [code, code.replaceAll('_', ' ').replace(/^./, (first) => first.toUpperCase()), 'int', 'optional'])

const times: readonly BuiltIn[] = [
  ['add_time', 'Created', 'date'],
  ['update_time', 'Updated', 'date'],
]

export const builtIn: Record<FieldEntity, readonly BuiltIn[]> = {
  deal: [
    ['id', 'ID', 'int'],
    ['title', 'Title', 'varchar', 'required'],
    ['creator_user_id', 'Creator', 'user'],
    ['owner_id', 'Owner', 'user'],
    ['value', 'Value', 'double'],
    ['currency', 'Currency', 'varchar'],
    ['person_id', 'Contact person', 'people'],
    ['org_id', 'Organization', 'org'],
    ['pipeline_id', 'Pipeline', 'double'],
    ['stage_id', 'Stage', 'stage'],
    ['status', 'Status', 'status'],
    ['probability', 'Probability', 'int'],
    ['lost_reason', 'Lost reason', 'varchar_options'],
    ['expected_close_date', 'Expected close date', 'date'],
    ['label_ids', 'Labels', 'set'],
    ['visible_to', 'Visible to', 'visible_to'],
    ...times,
    ['stage_change_time', 'Last stage change', 'date'],
    ['close_time', 'Deal closed on', 'date'],
    ['won_time', 'Won time', 'date'],
    ['lost_time', 'Lost time', 'date'],
    ['origin', 'Source origin', 'varchar'],
    ['is_archived', 'Archive status', 'boolean'],
    ...counts(['activities_count', 'done_activities_count', 'undone_activities_count', 'notes_count', 'products_count']),
  ],
  person: [
    ['id', 'ID', 'int'],
    ['name', 'Name', 'varchar', 'required'],
    ['first_name', 'First name', 'varchar'],
    ['last_name', 'Last name', 'varchar'],
    ['emails', 'Email', 'varchar'],
    ['phones', 'Phone', 'phone'],
    ['org_id', 'Organization', 'org'],
    ['owner_id', 'Owner', 'user'],
    ['label_ids', 'Labels', 'set'],
    ['visible_to', 'Visible to', 'visible_to'],
    ...times,
    ['picture_id', 'Profile picture', 'picture'],
    ['job_title', 'Job title', 'varchar', 'sync'],
    ['birthday', 'Birthday', 'date', 'sync'],
    ['notes', 'Notes', 'text', 'sync'],
    ['im', 'Instant messenger', 'varchar', 'sync'],
    ['postal_address', 'Postal address', 'address', 'sync'],
    ...counts(['open_deals_count', 'closed_deals_count', 'won_deals_count', 'lost_deals_count', 'activities_count', 'notes_count']),
  ],
  organization: [
    ['id', 'ID', 'int'],
    ['name', 'Name', 'varchar', 'required'],
    ['address', 'Address', 'address'],
    ['owner_id', 'Owner', 'user'],
    ['label_ids', 'Labels', 'set'],
    ['visible_to', 'Visible to', 'visible_to'],
    ...times,
    ...counts([
      'people_count',
      'open_deals_count',
      'closed_deals_count',
      'won_deals_count',
      'lost_deals_count',
      'activities_count',
      'notes_count',
    ]),
  ],
  product: [
    ['id', 'ID', 'int'],
    ['name', 'Name', 'varchar', 'required'],
    ['code', 'Product code', 'varchar'],
    ['description', 'Description', 'text'],
    ['category', 'Category', 'enum'],
    ['unit', 'Unit', 'varchar'],
    ['tax', 'Tax', 'double'],
    ['prices', 'Unit prices', 'price_list'],
    ['is_linkable', 'Linkable', 'boolean'],
    ['owner_id', 'Owner', 'user'],
    ['visible_to', 'Visible to', 'visible_to'],
    ['billing_frequency', 'Billing frequency', 'billing_frequency'],
    ['billing_frequency_cycles', 'Billing cycles', 'int'],
    ...times,
  ],
  activity: [
    ['id', 'ID', 'int'],
    ['subject', 'Subject', 'varchar'],
    ['type', 'Type', 'enum', 'required'],
    ['owner_id', 'Assigned to user', 'user'],
    ['creator_user_id', 'Creator', 'user'],
    ['deal_id', 'Deal', 'deal'],
    ['lead_id', 'Lead', 'lead'],
    ['person_id', 'Contact person', 'people'],
    ['org_id', 'Organization', 'org'],
    ['due_date', 'Due date', 'date'],
    ['due_time', 'Due time', 'time'],
    ['duration', 'Duration', 'time'],
    ['done', 'Done', 'boolean'],
    ['busy', 'Free/busy', 'boolean'],
    ['priority', 'Priority', 'enum'],
    ['note', 'Note', 'text'],
    ['public_description', 'Public description', 'text'],
    ['marked_as_done_time', 'Marked as done time', 'date'],
    ...times,
  ],
}

/** Options of built-in fields that have some. Colours are the vendor's names. */
export const builtInOptions: Record<string, readonly { id: number | string; label: string; color?: string }[]> = {
  'deal.label_ids': [
    { id: 61, label: 'Hot', color: 'red' },
    { id: 62, label: 'Warm', color: 'yellow' },
    { id: 63, label: 'Cold', color: 'blue' },
  ],
  'person.label_ids': [
    { id: 64, label: 'Customer', color: 'green' },
    { id: 65, label: 'Hot lead', color: 'red' },
    { id: 66, label: 'Partner', color: 'purple' },
  ],
  'organization.label_ids': [
    { id: 67, label: 'Customer', color: 'green' },
    { id: 68, label: 'Supplier', color: 'gray' },
  ],
  'product.category': [
    { id: 71, label: 'Hardware' },
    { id: 72, label: 'Services' },
  ],
  'activity.priority': [
    { id: 81, label: 'Low' },
    { id: 82, label: 'Medium' },
    { id: 83, label: 'High' },
  ],
  'deal.lost_reason': [
    { id: 91, label: 'Price too high' },
    { id: 92, label: 'No budget' },
  ],
}
