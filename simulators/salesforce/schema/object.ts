// An object: its fields by their names in small letters (names are compared without regard to case), and the fields every record has.
import { createField, createReference, type Field, readOnly } from './field.ts'

export interface ObjectType {
  name: string
  label: string
  labelPlural: string
  prefix: string
  custom: boolean
  fields: Field[]
  /** By name in small letters. */
  byName: Map<string, Field>
  /** Reference fields by relationship in small letters. */
  byRelationship: Map<string, Field>
  createable: boolean
  updateable: boolean
  deletable: boolean
}

interface Head {
  name: string
  prefix: string
  label?: string
  labelPlural?: string
  createable?: boolean
  updateable?: boolean
  deletable?: boolean
  /** Without an owner: what belongs to a parent, products, users. */
  ownerless?: true
}

/** An object with the given fields and those of the system. */
export function createObject(head: Head, own: Field[]): ObjectType {
  const label = head.label ?? head.name.replace(/__c$/, '').replaceAll('_', ' ')
  const fields = [
    createField('Id', 'id', { ...readOnly, label: `${label} ID` }),
    createField('IsDeleted', 'boolean', { ...readOnly, label: 'Deleted' }),
    ...own,
    ...(head.ownerless ? [] : [createReference('OwnerId', 'User', { label: 'Owner ID' })]),
    createField('CreatedDate', 'datetime', readOnly),
    createReference('CreatedById', 'User', readOnly),
    createField('LastModifiedDate', 'datetime', readOnly),
    createReference('LastModifiedById', 'User', readOnly),
    createField('SystemModstamp', 'datetime', readOnly),
  ]
  return {
    name: head.name,
    label,
    labelPlural: head.labelPlural ?? `${label}s`,
    prefix: head.prefix,
    custom: head.name.endsWith('__c'),
    fields,
    byName: new Map(fields.map((each) => [each.name.toLowerCase(), each])),
    byRelationship: new Map(
      fields.flatMap((each) => (each.relationshipName ? [[each.relationshipName.toLowerCase(), each] as const] : [])),
    ),
    createable: head.createable ?? true,
    updateable: head.updateable ?? true,
    deletable: head.deletable ?? true,
  }
}

/** A field by its name in any case. */
export function findField(object: ObjectType, name: string): Field | undefined {
  return object.byName.get(name.toLowerCase())
}
