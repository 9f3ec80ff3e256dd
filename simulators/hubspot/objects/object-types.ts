// The kinds of records: their names, what a reply shows of them unasked, what a free-text search looks at, and which scope opens them.

/** A kind of record. `archive`, `search` and paging are the same for all. */
export interface ObjectType {
  /** As in paths: `contacts`. */
  name: string
  singular: string
  typeId: string
  /** Properties of a reply when none are asked for, besides the times and the id. */
  defaults: readonly string[]
  /** Properties that `query` looks through. */
  searchable: readonly string[]
  created: 'createdate' | 'hs_createdate'
  modified: 'lastmodifieddate' | 'hs_lastmodifieddate'
  /** Must have a value in a new record. */
  required: readonly string[]
  /** At least one must have a value in a new record. */
  naming: readonly string[]
  primary: string
  /** Pipeline and stage, where records of this kind move through one. */
  stages?: { pipeline: string; stage: string; defaultPipeline: string }
  /** `crm.objects.<scope>.read`, unless `plainScope` stands for reading and writing alike. */
  scope: string
  plainScope?: string
  /** How types of associations spell it, where that is not `singular`. */
  associationName?: string
  isCustom?: true
}

type Fields = Partial<ObjectType> & Pick<ObjectType, 'name' | 'singular' | 'typeId' | 'primary'>

function define(fields: Fields): ObjectType {
  return {
    defaults: [],
    searchable: [],
    created: 'createdate',
    modified: 'hs_lastmodifieddate',
    required: [],
    naming: [],
    scope: fields.name,
    ...fields,
  }
}

function defineEngagement(fields: Fields): ObjectType {
  return define({ created: 'hs_createdate', scope: 'contacts', required: ['hs_timestamp'], ...fields })
}

/** A kind that one account defined. */
export function defineCustom(fields: Fields): ObjectType {
  return define({ created: 'hs_createdate', scope: 'custom', isCustom: true, ...fields })
}

export const standardTypes: readonly ObjectType[] = [
  define({
    name: 'contacts',
    singular: 'contact',
    typeId: '0-1',
    primary: 'email',
    defaults: ['email', 'firstname', 'lastname'],
    searchable: [
      'firstname',
      'lastname',
      'email',
      'phone',
      'hs_additional_emails',
      'fax',
      'mobilephone',
      'company',
      'hs_marketable_until_renewal',
    ],
    modified: 'lastmodifieddate',
    naming: ['email', 'firstname', 'lastname'],
  }),
  define({
    name: 'companies',
    singular: 'company',
    typeId: '0-2',
    primary: 'name',
    defaults: ['name', 'domain'],
    searchable: ['website', 'phone', 'name', 'domain'],
    naming: ['name', 'domain'],
  }),
  define({
    name: 'deals',
    singular: 'deal',
    typeId: '0-3',
    primary: 'dealname',
    defaults: ['dealname', 'amount', 'closedate', 'pipeline', 'dealstage'],
    searchable: ['dealname', 'pipeline', 'dealstage', 'description', 'dealtype'],
    naming: ['dealname'],
    stages: { pipeline: 'pipeline', stage: 'dealstage', defaultPipeline: 'default' },
  }),
  define({
    name: 'leads',
    singular: 'lead',
    typeId: '0-136',
    primary: 'hs_lead_name',
    searchable: ['hs_lead_name'],
    required: ['hs_lead_name'],
    stages: { pipeline: 'hs_pipeline', stage: 'hs_pipeline_stage', defaultPipeline: 'lead-pipeline-id' },
  }),
  define({
    name: 'tickets',
    singular: 'ticket',
    typeId: '0-5',
    primary: 'subject',
    plainScope: 'tickets',
    defaults: ['subject', 'content', 'hs_pipeline', 'hs_pipeline_stage', 'hs_ticket_category', 'hs_ticket_priority'],
    searchable: ['subject', 'content', 'hs_pipeline_stage', 'hs_ticket_category', 'hs_ticket_id'],
    required: ['hs_pipeline_stage'],
    stages: { pipeline: 'hs_pipeline', stage: 'hs_pipeline_stage', defaultPipeline: '0' },
  }),
  define({
    name: 'products',
    singular: 'product',
    typeId: '0-7',
    primary: 'name',
    plainScope: 'e-commerce',
    defaults: ['name', 'description', 'price'],
    searchable: ['name', 'description', 'price', 'hs_sku'],
    naming: ['name'],
  }),
  define({
    name: 'line_items',
    singular: 'line_item',
    typeId: '0-8',
    primary: 'name',
    plainScope: 'e-commerce',
    defaults: ['quantity', 'amount', 'price'],
  }),
  defineEngagement({ name: 'notes', singular: 'note', typeId: '0-46', primary: 'hs_note_body', searchable: ['hs_note_body'] }),
  defineEngagement({
    name: 'tasks',
    singular: 'task',
    typeId: '0-27',
    primary: 'hs_task_subject',
    searchable: ['hs_task_body', 'hs_task_subject'],
  }),
  defineEngagement({
    name: 'calls',
    singular: 'call',
    typeId: '0-48',
    primary: 'hs_call_title',
    searchable: ['hs_call_title', 'hs_body_preview'],
  }),
  defineEngagement({
    name: 'emails',
    singular: 'email',
    typeId: '0-49',
    primary: 'hs_email_subject',
    searchable: ['hs_email_subject'],
    plainScope: 'sales-email-read',
  }),
  defineEngagement({
    name: 'meetings',
    singular: 'meeting',
    typeId: '0-47',
    primary: 'hs_meeting_title',
    searchable: ['hs_meeting_title', 'hs_meeting_body'],
    associationName: 'meeting_event',
  }),
]

/** The kinds that make up an activity feed. */
export const engagementNames = ['notes', 'tasks', 'calls', 'emails', 'meetings'] as const

/** Scopes of which one lets a token read or write records of a kind, or its definition. */
export function listScopes(type: ObjectType, what: 'objects' | 'schemas', how: 'read' | 'write'): string[] {
  const granular = [`crm.objects.${type.scope}.${how}`, ...(type.plainScope ? [type.plainScope] : [])]
  return what === 'objects' ? granular : [`crm.schemas.${type.scope}.${how}`, ...granular]
}

/** Every scope the simulator knows. */
export const allScopes: readonly string[] = [
  'oauth',
  ...new Set(
    standardTypes.flatMap((type) =>
      (['objects', 'schemas'] as const).flatMap((what) => (['read', 'write'] as const).flatMap((how) => listScopes(type, what, how))),
    ),
  ),
  'crm.objects.custom.read',
  'crm.objects.custom.write',
  'crm.schemas.custom.read',
  'crm.schemas.custom.write',
  'crm.objects.owners.read',
  'marketing.campaigns.read',
  'marketing.campaigns.write',
  'timeline',
]
