// Fields of an object, as short as they can be written: what describe shows, what a write may carry and what a query may ask follow from these.

export type FieldType =
  | 'id'
  | 'string'
  | 'textarea'
  | 'email'
  | 'phone'
  | 'url'
  | 'picklist'
  | 'multipicklist'
  | 'boolean'
  | 'int'
  | 'double'
  | 'currency'
  | 'percent'
  | 'date'
  | 'datetime'
  | 'reference'
  | 'base64'
  | 'address'

export interface Field {
  name: string
  label: string
  type: FieldType
  length: number
  custom: boolean
  /** Must have a value in a new record. */
  required: boolean
  createable: boolean
  updateable: boolean
  /** Given to new records that bring none. */
  default?: unknown
  values: readonly string[]
  /** Other values of the picklist are refused. */
  restricted: boolean
  referenceTo: readonly string[]
  relationshipName: string | null
  /** Name of the relationship seen from the parent. */
  childName: string | null
  /** The record goes with the parent it points at. */
  cascade: boolean
  externalId: boolean
  unique: boolean
  nameField: boolean
  /** The field is part of this one (`MailingAddress`). */
  compound: string | null
}

type More = Partial<Omit<Field, 'name' | 'type'>>

const lengths: Partial<Record<FieldType, number>> = {
  id: 18,
  string: 255,
  textarea: 32_000,
  email: 80,
  phone: 40,
  url: 255,
  picklist: 255,
  multipicklist: 4_099,
  reference: 18,
}

/** A field; what is not said has the type's usual value. */
export function createField(name: string, type: FieldType, more: More = {}): Field {
  return {
    name,
    label: labelOf(name, type),
    type,
    length: lengths[type] ?? 0,
    custom: name.endsWith('__c'),
    required: false,
    createable: true,
    updateable: true,
    values: [],
    restricted: false,
    referenceTo: [],
    relationshipName: null,
    childName: null,
    cascade: false,
    externalId: false,
    unique: false,
    nameField: false,
    compound: null,
    ...more,
  }
}

/** A look-up; its relationship is named like the field without `Id`, or with `__r`. */
export function createReference(name: string, referenceTo: string | readonly string[], more: More = {}): Field {
  const relationshipName = name.endsWith('__c') ? name.replace(/__c$/, '__r') : name.replace(/Id$/, '')
  return createField(name, 'reference', {
    referenceTo: typeof referenceTo === 'string' ? [referenceTo] : referenceTo,
    relationshipName,
    ...more,
  })
}

/** A picklist. */
export function createPicklist(name: string, values: readonly string[], more: More = {}): Field {
  return createField(name, 'picklist', { values, ...more })
}

/** The parts of an address and the address itself: `MailingStreet` … `MailingCountry`, `MailingAddress`. */
export function createAddress(prefix: string): Field[] {
  const compound = `${prefix}Address`
  const part = (name: string, type: FieldType, length: number) => createField(prefix + name, type, { length, compound })
  return [
    part('Street', 'textarea', 255),
    part('City', 'string', 40),
    part('State', 'string', 80),
    part('PostalCode', 'string', 20),
    part('Country', 'string', 80),
    createField(compound, 'address', { createable: false, updateable: false }),
  ]
}

/** A field that only the vendor writes. */
export const readOnly: More = { createable: false, updateable: false }

function labelOf(name: string, type: FieldType): string {
  const words = name
    .replace(/__c$/, '')
    .replaceAll('_', ' ')
    .replace(/([a-z])([A-Z])/g, '$1 $2')
  return type === 'reference' ? words.replace(/ ?Id$/, ' ID') : words
}
