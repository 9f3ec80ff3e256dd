/** The entity types of an OData service (CSDL): their keys, and their shapes in Swagger 2.0. */
import { createUnreadable } from './converted-element.ts'
import type { Definitions, Schema } from './shapes.ts'
import { dropPrefix, type XmlElement } from './xml-tree.ts'

export interface EntityType {
  readonly name: string
  /** Names and EDM types of the key, in order; never empty. */
  readonly key: readonly { readonly name: string; readonly type: string }[]
}

export interface EdmTypes {
  readonly definitions: Definitions
  /** By qualified or plain name; undefined for one without a key, whose entities have no address. */
  readonly findEntity: (name: string) => EntityType | undefined
}

/** CSDL §4.4 → JSON types and formats. Int64 and Decimal come as text in version 2 and as numbers in 4; the wider one is told. */
const jsonTypes: Readonly<Record<string, Schema>> = {
  Boolean: { type: 'boolean' },
  Byte: { type: 'integer' },
  SByte: { type: 'integer' },
  Int16: { type: 'integer' },
  Int32: { type: 'integer', format: 'int32' },
  Int64: { type: 'integer', format: 'int64' },
  Single: { type: 'number' },
  Double: { type: 'number' },
  Decimal: { type: 'number' },
  Date: { type: 'string', format: 'date' },
  DateTime: { type: 'string', format: 'date-time' },
  DateTimeOffset: { type: 'string', format: 'date-time' },
}

/** Types that a type inherits from, and properties of all types together. */
const mostBases = 100
const mostProperties = 200_000

/** Opens the schemas of a service. Throws definition-unreadable (400) when there is too much in them. Types inherit the properties and the key of their base type. */
export function openEdmTypes(schemas: readonly XmlElement[]): EdmTypes {
  const declared = new Map<string, XmlElement>()
  for (const name of ['EntityType', 'ComplexType']) {
    for (const type of schemas.flatMap((schema) => schema.all(name))) declared.set(type.attributes['Name'] ?? '', type)
  }
  const entities = new Set(schemas.flatMap((schema) => schema.all('EntityType')).map((type) => type.attributes['Name'] ?? ''))

  /** The type itself and its bases, the base first; a circle ends where it began. */
  function listLineage(name: string): XmlElement[] {
    const lineage: XmlElement[] = []
    for (
      let at = declared.get(name);
      at !== undefined && !lineage.includes(at);
      at = declared.get(readLastName(at.attributes['BaseType']))
    ) {
      lineage.unshift(at)
      if (lineage.length > mostBases) throw createUnreadable(`its types inherit from each other more than ${mostBases} times`)
    }
    return lineage
  }

  function listProperties(name: string): XmlElement[] {
    return listLineage(name).flatMap((type) => type.all('Property'))
  }

  let left = mostProperties
  function describe(name: string): Schema {
    const properties = listProperties(name)
    left -= properties.length
    if (left < 0) throw createUnreadable(`its types have more than ${mostProperties} properties, inherited ones counted`)
    return {
      type: 'object',
      properties: Object.fromEntries(
        properties.map(({ attributes }) => [attributes['Name'] ?? '', describeType(attributes['Type'] ?? '')]),
      ),
    }
  }

  function describeType(type: string): Schema {
    const item = /^Collection\((.+)\)$/.exec(type)?.[1]
    if (item !== undefined) return { type: 'array', items: describeType(item) }
    const name = readLastName(type)
    if (type.startsWith('Edm.')) return jsonTypes[name] ?? { type: 'string' }
    return declared.has(name) ? { $ref: `#/definitions/${name}` } : { type: 'string' }
  }

  function readEntity(name: string): EntityType | undefined {
    if (!entities.has(name)) return undefined
    const properties = new Map(listProperties(name).map(({ attributes }) => [attributes['Name'], attributes['Type']]))
    const key = listLineage(name)
      .flatMap((type) => type.first('Key')?.all('PropertyRef') ?? [])
      .map(({ attributes }) => ({ name: attributes['Name'] ?? '', type: properties.get(attributes['Name']) ?? 'Edm.String' }))
    return key.length === 0 ? undefined : { name, key }
  }

  // Many entity sets may be of one type.
  const known = new Map<string, EntityType | undefined>()
  return {
    definitions: Object.fromEntries([...declared.keys()].map((name) => [name, describe(name)])),
    findEntity(qualified) {
      const name = readLastName(qualified)
      if (!known.has(name)) known.set(name, readEntity(name))
      return known.get(name)
    },
  }
}

/** `My.Service.Person` → `Person`. */
function readLastName(qualified: string | undefined): string {
  return dropPrefix(qualified).split('.').at(-1) ?? ''
}
