// One field as describe shows it.
import type { Field, FieldType } from '../schema/field.ts'

const soapTypes: Partial<Record<FieldType, string>> = {
  id: 'tns:ID',
  reference: 'tns:ID',
  boolean: 'xsd:boolean',
  int: 'xsd:int',
  double: 'xsd:double',
  currency: 'xsd:double',
  percent: 'xsd:double',
  date: 'xsd:date',
  datetime: 'xsd:dateTime',
  base64: 'xsd:base64Binary',
  address: 'urn:address',
}

const texts: FieldType[] = ['id', 'string', 'textarea', 'email', 'phone', 'url', 'picklist', 'multipicklist', 'reference']
const decimals: FieldType[] = ['double', 'currency', 'percent']

/** The description of a field. */
export function describeField(field: Field): Record<string, unknown> {
  const { type } = field
  const isText = texts.includes(type)
  const isDecimal = decimals.includes(type)
  const isLong = (type === 'textarea' && field.length > 255) || type === 'base64' || type === 'address'
  const isPicklist = type === 'picklist' || type === 'multipicklist'
  return {
    aggregatable: !isLong && type !== 'boolean' && type !== 'multipicklist',
    aiPredictionField: false,
    autoNumber: false,
    byteLength: isText ? field.length * (type === 'id' || type === 'reference' ? 1 : 3) : 0,
    calculated: false,
    calculatedFormula: null,
    cascadeDelete: field.cascade,
    caseSensitive: false,
    compoundFieldName: field.compound,
    controllerName: null,
    createable: field.createable,
    custom: field.custom,
    defaultValue: type === 'boolean' ? (field.default ?? false) : null,
    defaultValueFormula: null,
    defaultedOnCreate: type === 'boolean' || field.default !== undefined || field.name === 'OwnerId',
    dependentPicklist: false,
    deprecatedAndHidden: false,
    digits: type === 'int' ? 8 : 0,
    displayLocationInDecimal: false,
    encrypted: false,
    externalId: field.externalId,
    extraTypeInfo: type === 'textarea' ? (isLong ? 'plaintextarea' : null) : null,
    filterable: !isLong,
    filteredLookupInfo: null,
    formulaTreatNullNumberAsZero: false,
    groupable: !isLong && !isDecimal && type !== 'datetime' && type !== 'multipicklist',
    highScaleNumber: false,
    htmlFormatted: false,
    idLookup: type === 'id' || field.externalId || field.name === 'Email',
    inlineHelpText: null,
    label: field.label,
    length: isText ? field.length : 0,
    mask: null,
    maskType: null,
    name: field.name,
    nameField: field.nameField,
    namePointing: field.referenceTo.length > 1,
    nillable: !field.required && type !== 'boolean' && type !== 'id',
    permissionable: !field.required && type !== 'id',
    picklistValues: isPicklist ? field.values.map((value) => describeValue(field, value)) : [],
    polymorphicForeignKey: field.referenceTo.length > 1,
    precision: isDecimal ? 18 : 0,
    queryByDistance: false,
    referenceTargetField: null,
    referenceTo: field.referenceTo,
    relationshipName: field.relationshipName,
    relationshipOrder: null,
    restrictedDelete: false,
    restrictedPicklist: field.restricted,
    scale: isDecimal ? 2 : 0,
    searchPrefilterable: false,
    soapType: soapTypes[type] ?? 'xsd:string',
    sortable: !isLong && type !== 'multipicklist',
    type,
    unique: field.unique,
    updateable: field.updateable,
    writeRequiresMasterRead: false,
  }
}

function describeValue(field: Field, value: string): Record<string, unknown> {
  return { active: true, defaultValue: field.default === value, label: value, validFor: null, value }
}
