// What a field of a record is, built-in or custom.

export const fieldEntities = ['deal', 'person', 'organization', 'product', 'activity'] as const

export type FieldEntity = (typeof fieldEntities)[number]

export interface FieldOption {
  id: number | string
  label: string
  color?: string
}

export interface Field {
  /** v1's number, which filters refer to. */
  id: number
  /** A name, or for a custom field a hash of 40 hexadecimal digits. */
  code: string
  name: string
  type: string
  description: string | null
  options: FieldOption[] | null
  isCustom: boolean
  /** Sent by v2 only when `include_fields` names it. */
  isOptional: boolean
  /** There only while contact sync is on. */
  isSync: boolean
  required: boolean
  visibility: Record<string, unknown>
  important: Record<string, unknown>
  requirement: Record<string, unknown>
}

/** The parts of a value that has several, as v2 names them. */
export const subfields: Record<string, readonly (readonly [code: string, name: string, type: string])[]> = {
  monetary: [
    ['value', 'Amount', 'double'],
    ['currency', 'Currency', 'varchar'],
  ],
  daterange: [
    ['value', 'Start date', 'date'],
    ['until', 'End date', 'date'],
  ],
  time: [
    ['value', 'Time', 'time'],
    ['timezone_name', 'Time zone', 'varchar'],
  ],
  timerange: [
    ['value', 'Start time', 'time'],
    ['until', 'End time', 'time'],
    ['timezone_name', 'Time zone', 'varchar'],
  ],
  address: [
    ['value', 'Address', 'varchar'],
    ['subpremise', 'Apartment', 'varchar'],
    ['street_number', 'House number', 'varchar'],
    ['route', 'Street', 'varchar'],
    ['sublocality', 'District', 'varchar'],
    ['locality', 'City', 'varchar'],
    ['admin_area_level_1', 'State', 'varchar'],
    ['admin_area_level_2', 'Region', 'varchar'],
    ['country', 'Country', 'varchar'],
    ['postal_code', 'Postal code', 'varchar'],
    ['formatted_address', 'Full address', 'varchar'],
  ],
}
