// Fields as v1 describes them: with the numbers that stored filters refer to.
import { answerData, type Call, type Operations, serve } from '../call.ts'
import { createV1Error } from '../errors.ts'
import type { Field, FieldEntity } from '../fields/field.ts'
import { answerV1Page } from '../list/page-v1.ts'
import type { Row } from '../tenant.ts'

const stamp = '2024-01-10 09:00:00'

function createOperations(entity: FieldEntity, scopes: string): Operations {
  const list = (call: Call) => call.tenant.fields[entity].filter((each) => !each.isSync || call.options.contactSync)
  const path = `/v1/${entity}Fields`
  return {
    [`GET ${path}`]: serve(20, scopes, (call) => answerV1Page(call, list(call).map(showV1Field), (row) => row)),
    ...(entity === 'activity'
      ? {}
      : {
          [`GET ${path}/{id}`]: serve(2, scopes, (call) => {
            const field = list(call).find((each) => String(each.id) === call.params['id'])
            if (!field) throw createV1Error(404, 'Field not found')
            return answerData(showV1Field(field))
          }),
        }),
  }
}

export const v1FieldOperations: Operations = {
  ...createOperations('deal', 'deals:read deals:full deal-fields:full admin'),
  ...createOperations('person', 'contacts:read contacts:full contact-fields:full admin'),
  ...createOperations('organization', 'contacts:read contacts:full contact-fields:full admin'),
  ...createOperations('product', 'products:read product-fields:full products:full'),
  ...createOperations('activity', 'activities:read activities:full'),
  'GET /v1/leadFields': serve(20, 'leads:read leads:full admin', (call) => {
    const fields = call.tenant.fields.deal.filter((each) => each.isCustom || leadCodes.includes(each.code))
    return answerV1Page(call, fields.map(showV1Field), (row) => row)
  }),
  'GET /v1/noteFields': serve(20, 'deals:read deals:full contacts:read contacts:full', (call) =>
    answerV1Page(
      call,
      noteFields.map((each, at) => ({ id: at + 1, ...each })),
      (row) => row,
    ),
  ),
}

const leadCodes = ['title', 'owner_id', 'person_id', 'value', 'expected_close_date', 'add_time', 'update_time', 'visible_to']

const yesNo = [
  { id: 1, label: 'Yes' },
  { id: 0, label: 'No' },
]
const noteFlags = { active_flag: true, edit_flag: false, bulk_edit_allowed: true, mandatory_flag: false }
const noteFields = [
  { key: 'content', name: 'Content', field_type: 'text', ...noteFlags, mandatory_flag: true },
  { key: 'user_id', name: 'User', field_type: 'user', ...noteFlags },
  { key: 'deal_id', name: 'Deal', field_type: 'deal', ...noteFlags },
  { key: 'person_id', name: 'Person', field_type: 'people', ...noteFlags },
  { key: 'org_id', name: 'Organization', field_type: 'org', ...noteFlags },
  { key: 'lead_id', name: 'Lead', field_type: 'lead', ...noteFlags },
  { key: 'add_time', name: 'Add time', field_type: 'date', ...noteFlags },
  { key: 'update_time', name: 'Update time', field_type: 'date', ...noteFlags },
  { key: 'pinned_to_deal_flag', name: 'Note is pinned to deal', field_type: 'enum', ...noteFlags, options: yesNo },
  { key: 'pinned_to_person_flag', name: 'Note is pinned to person', field_type: 'enum', ...noteFlags, options: yesNo },
  { key: 'pinned_to_organization_flag', name: 'Note is pinned to organization', field_type: 'enum', ...noteFlags, options: yesNo },
]

function showV1Field(field: Field, at: number = 0): Row {
  return {
    id: field.id,
    key: field.code,
    name: field.name,
    order_nr: at + 1,
    field_type: field.type,
    add_time: stamp,
    update_time: stamp,
    last_updated_by_user_id: null,
    created_by_user_id: null,
    active_flag: true,
    edit_flag: field.isCustom,
    index_visible_flag: true,
    details_visible_flag: true,
    add_visible_flag: field.required,
    important_flag: false,
    bulk_edit_allowed: field.code !== 'id',
    searchable_flag: ['varchar', 'varchar_auto', 'text', 'phone', 'address', 'double', 'monetary'].includes(field.type),
    filtering_allowed: true,
    sortable_flag: true,
    mandatory_flag: field.required,
    ...(field.options ? { options: field.options } : {}),
  }
}
