// Definitions of properties and their groups, as the API shows them, and a short notation for those every account has.

interface Option {
  label: string
  value: string
  description?: string
  displayOrder: number
  hidden: boolean
}

export interface Property {
  updatedAt: string
  createdAt: string
  archivedAt?: string
  name: string
  label: string
  type: 'string' | 'number' | 'date' | 'datetime' | 'enumeration' | 'bool'
  fieldType: string
  description: string
  groupName: string
  options: Option[]
  createdUserId?: string
  updatedUserId?: string
  referencedObjectType?: string
  displayOrder: number
  calculated: boolean
  externalOptions: boolean
  archived: boolean
  hasUniqueValue: boolean
  hidden: boolean
  hubspotDefined?: boolean
  modificationMetadata: { archivable: boolean; readOnlyDefinition: boolean; readOnlyOptions?: boolean; readOnlyValue: boolean }
  formField: boolean
  dataSensitivity: string
}

export interface PropertyGroup {
  name: string
  label: string
  displayOrder: number
  archived: boolean
}

const built = '2020-06-30T15:57:37Z'

/** Options from `value=Label` pairs, or from values alone. */
export function createOptions(list: readonly string[]): Option[] {
  return list.map((each, displayOrder) => {
    const [value = '', label = value] = each.split('=')
    return { label, value, description: '', displayOrder, hidden: false }
  })
}

const fieldTypes: Record<Property['type'], string> = {
  string: 'text',
  number: 'number',
  date: 'date',
  datetime: 'date',
  enumeration: 'select',
  bool: 'booleancheckbox',
}

/**
 * Definitions from lines `name | Label | type[/fieldType] | flags`. Flags: `readonly`, `calculated`, `hidden`, `external`, `owner`,
 * and `options:<name>` out of `lists`.
 */
export function parseProperties(groupName: string, lines: string, lists: Record<string, readonly string[]> = {}): Property[] {
  return lines
    .trim()
    .split('\n')
    .map((line, at) => parseLine(line, { groupName, displayOrder: at, lists }))
}

function parseLine(line: string, at: { groupName: string; displayOrder: number; lists: Record<string, readonly string[]> }): Property {
  const [name = '', label = '', kind = '', flagText = ''] = line.split('|').map((part) => part.trim())
  const flags = flagText.split(' ')
  const [type = 'string', fieldType] = kind.split('/') as [Property['type'], string?]
  const list = flags.find((flag) => flag.startsWith('options:'))?.slice(8)
  const calculated = flags.includes('calculated')
  const isOwner = flags.includes('owner')
  const options = type === 'bool' ? ['true=Yes', 'false=No'] : (at.lists[list ?? ''] ?? [])
  return {
    updatedAt: built,
    createdAt: built,
    name,
    label,
    type,
    fieldType: fieldType ?? fieldTypes[type],
    description: `${label}.`,
    groupName: at.groupName,
    options: createOptions(options),
    ...(isOwner ? { referencedObjectType: 'OWNER' } : {}),
    displayOrder: at.displayOrder,
    calculated,
    externalOptions: isOwner || flags.includes('external'),
    archived: false,
    hasUniqueValue: flags.includes('unique'),
    hidden: flags.includes('hidden'),
    hubspotDefined: true,
    modificationMetadata: {
      archivable: true,
      readOnlyDefinition: true,
      ...(type === 'enumeration' ? { readOnlyOptions: false } : {}),
      readOnlyValue: calculated || flags.includes('readonly'),
    },
    formField: !calculated && !flags.includes('readonly'),
    dataSensitivity: 'non_sensitive',
  }
}

/** A property that a user of the account made. */
export function createCustomProperty(
  fields: Pick<Property, 'name' | 'label' | 'type' | 'groupName'> & Partial<Property>,
  now: string,
): Property {
  return {
    updatedAt: now,
    createdAt: now,
    fieldType: fieldTypes[fields.type],
    description: '',
    options: [],
    displayOrder: -1,
    calculated: false,
    externalOptions: false,
    archived: false,
    hasUniqueValue: false,
    hidden: false,
    modificationMetadata: { archivable: true, readOnlyDefinition: false, readOnlyValue: false },
    formField: false,
    dataSensitivity: 'non_sensitive',
    ...fields,
  }
}
