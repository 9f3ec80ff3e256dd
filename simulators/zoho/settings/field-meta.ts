// A field as the metadata shows it.
import type { DataType, Field, Module } from '../modules/module.ts'
import { stages } from '../modules/sales.ts'
import type { Tenant } from '../tenant.ts'

const jsonTypes: Record<DataType, string> = {
  text: 'string',
  textarea: 'string',
  email: 'string',
  phone: 'string',
  website: 'string',
  picklist: 'string',
  multiselectpicklist: 'jsonarray',
  lookup: 'jsonobject',
  ownerlookup: 'jsonobject',
  integer: 'integer',
  bigint: 'string',
  double: 'double',
  currency: 'double',
  percent: 'double',
  date: 'string',
  datetime: 'string',
  boolean: 'boolean',
}

/** The description of a field, as `GET /settings/fields` gives it. */
export function describeField(tenant: Tenant, module: Module, field: Field): Record<string, unknown> {
  const isReadOnly = field.readOnly === true
  const writable = !isReadOnly
  return {
    associated_module: null,
    webhook: true,
    operation_type: { web_update: writable, api_create: writable, web_create: writable, api_update: writable },
    colour_code_enabled_by_system: false,
    field_label: field.label,
    tooltip: null,
    type: 'used',
    field_read_only: isReadOnly,
    customizable_properties: null,
    display_label: field.label,
    read_only: isReadOnly,
    association_details: null,
    businesscard_supported: true,
    multi_module_lookup: field.target === 'se_module' ? describeTargets(tenant, module) : {},
    id: field.id,
    created_time: null,
    filterable: true,
    visible: true,
    profiles: [{ permission_type: 'read_write', name: 'Administrator', id: `${tenant.prefix}000000000501` }],
    view_type: { view: true, edit: writable, quick_create: field.mandatory === true, create: writable },
    separator: false,
    searchable: true,
    external: null,
    api_name: field.apiName,
    unique: field.unique ? { casesensitive: 'false' } : {},
    enable_colour_code: false,
    pick_list_values: (field.options ?? []).map((option, at) => describeOption(field, option, at)),
    system_mandatory: field.mandatory === true,
    virtual_field: false,
    json_type: jsonTypes[field.dataType],
    crypt: null,
    created_source: field.custom ? 'custom' : 'default',
    display_type: -1,
    ui_type: 1,
    modified_time: null,
    email_parser: { fields_update_supported: false, record_operations_supported: false },
    currency: field.dataType === 'currency' ? { rounding_option: 'normal', precision: 2 } : {},
    custom_field: field.custom === true,
    lookup: describeLookup(tenant, field),
    rollup_summary: {},
    length: field.length,
    display_field: field.apiName === module.nameField,
    pick_list_values_sorted_lexically: false,
    sortable: field.dataType !== 'textarea',
    layout_associations: [{ api_name: 'Standard__s', name: 'Standard', id: module.layoutId }],
    history_tracking: null,
    data_type: field.dataType,
    formula: {},
    decimal_place: field.dataType === 'double' || field.dataType === 'currency' ? 2 : null,
    mass_update: writable,
    blueprint_supported: field.dataType === 'picklist',
    multiselectlookup: {},
    auto_number: {},
  }
}

function describeOption(field: Field, option: string, at: number): Record<string, unknown> {
  const shared = {
    display_value: option,
    sequence_number: at + 1,
    reference_value: option,
    colour_code: null,
    actual_value: option,
    id: String(BigInt(field.id) + BigInt(1_000_000 + at)),
    type: 'used',
  }
  const stage = field.apiName === 'Stage' ? stages.find((each) => each.name === option) : undefined
  if (!stage) return shared
  return { ...shared, deal_category: stage.kind, probability: stage.probability, forecast_type: stage.kind }
}

function describeLookup(tenant: Tenant, field: Field): Record<string, unknown> {
  const target = tenant.modules.get(field.target ?? '')
  if (!target) return {}
  return { display_label: target.plural, api_name: null, module: { api_name: target.apiName, id: target.id }, id: field.id }
}

function describeTargets(tenant: Tenant, module: Module): Record<string, unknown> {
  const names = ['Leads', 'Contacts', 'Accounts', 'Deals', 'Campaigns', 'Products', 'Cases'].filter((name) => name !== module.apiName)
  const modules = names.map((name) => ({ api_name: name, id: tenant.modules.get(name)?.id ?? null }))
  return { display_label: 'Related To', api_name: 'se_module', modules }
}
