// What a module is made of: fields with their data types, and what follows from them.

export type DataType =
  | 'text'
  | 'textarea'
  | 'email'
  | 'phone'
  | 'website'
  | 'picklist'
  | 'multiselectpicklist'
  | 'lookup'
  | 'ownerlookup'
  | 'integer'
  | 'bigint'
  | 'double'
  | 'currency'
  | 'percent'
  | 'date'
  | 'datetime'
  | 'boolean'

export interface FieldDefinition {
  apiName: string
  label: string
  dataType: DataType
  length: number
  mandatory?: true
  readOnly?: true
  unique?: true
  custom?: true
  options?: readonly string[]
  /** The module a lookup points into; `se_module` where the record's `$se_module` names it. */
  target?: string
}

export interface Field extends FieldDefinition {
  id: string
}

export interface ModuleDefinition {
  apiName: string
  singular: string
  plural: string
  fields: readonly FieldDefinition[]
  /** The field whose value stands for a record in lookups. */
  nameField: string
  /** The field an upsert compares when the call names none. */
  duplicateField?: string
}

export interface Module extends Omit<ModuleDefinition, 'fields'> {
  id: string
  layoutId: string
  fields: Map<string, Field>
}

const lengths: Record<DataType, number> = {
  text: 255,
  textarea: 32_000,
  email: 100,
  phone: 30,
  website: 255,
  picklist: 120,
  multiselectpicklist: 765,
  lookup: 120,
  ownerlookup: 120,
  integer: 9,
  bigint: 18,
  double: 16,
  currency: 16,
  percent: 5,
  date: 20,
  datetime: 120,
  boolean: 5,
}

type Extra = Partial<Omit<FieldDefinition, 'apiName' | 'dataType'>>

/** A field; its label is made of its API name unless given. */
export function field(dataType: DataType, apiName: string, extra: Extra = {}): FieldDefinition {
  return { apiName, label: apiName.replaceAll('_', ' '), dataType, length: lengths[dataType], ...extra }
}

/** A picklist. */
export function picklist(apiName: string, options: readonly string[], extra: Extra = {}): FieldDefinition {
  return field('picklist', apiName, { options, ...extra })
}

/** A lookup into a module. */
export function lookup(apiName: string, target: string, extra: Extra = {}): FieldDefinition {
  return field('lookup', apiName, { target, ...extra })
}

/** Several fields of one type. */
export function fields(dataType: DataType, ...names: string[]): FieldDefinition[] {
  return names.map((name) => field(dataType, name))
}

/** The fields every module has. */
export function systemFields(singular: string): FieldDefinition[] {
  return [
    field('ownerlookup', 'Owner', { label: `${singular} Owner` }),
    field('ownerlookup', 'Created_By', { readOnly: true }),
    field('ownerlookup', 'Modified_By', { readOnly: true }),
    field('datetime', 'Created_Time', { readOnly: true }),
    field('datetime', 'Modified_Time', { readOnly: true }),
    field('datetime', 'Last_Activity_Time', { readOnly: true }),
  ]
}
