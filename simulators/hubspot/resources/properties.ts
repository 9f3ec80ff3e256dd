// Definitions of properties and of their groups: what a kind of record has, and what users add to it.
import type { Answer } from '../../lib/http/answer.ts'
import { answerCreated, answerNothing, answerOk, type Call, type Operations, serve } from '../call.ts'
import { ApiError, createFieldsError, createInvalidError } from '../errors.ts'
import { createCustomProperty, createOptions, type Property, type PropertyGroup } from '../metadata/property.ts'
import { findType } from '../objects/find-type.ts'
import { findTable, formatTime } from '../portal.ts'

const path = '/crm/v3/properties/{type}'

export const propertyOperations: Operations = {
  [`GET ${path}`]: serve('schemas.read', list),
  [`POST ${path}`]: serve('schemas.write', create),
  [`GET ${path}/{property}`]: serve('schemas.read', (call) => answerOk(findProperty(call))),
  [`PATCH ${path}/{property}`]: serve('schemas.write', update),
  [`DELETE ${path}/{property}`]: serve('schemas.write', remove),
  [`GET ${path}/groups`]: serve('schemas.read', (call) => answerOk({ results: [...readKind(call).groups.values()] })),
  [`POST ${path}/groups`]: serve('schemas.write', createGroup),
}

function readKind(call: Call): { properties: Map<string, Property>; groups: Map<string, PropertyGroup> } {
  const { name } = findType(call.portal, call.params['type'] ?? '')
  return { properties: call.portal.properties[name] ?? new Map(), groups: call.portal.groups[name] ?? new Map() }
}

function findProperty(call: Call): Property {
  const name = call.params['property'] ?? ''
  const property = readKind(call).properties.get(name)
  if (!property || property.archived !== (call.query.get('archived') === 'true')) {
    throw new ApiError(404, `Property ${name} does not exist`, { category: 'OBJECT_NOT_FOUND' })
  }
  return property
}

function list(call: Call): Answer {
  const archived = call.query.get('archived') === 'true'
  return answerOk({ results: [...readKind(call).properties.values()].filter((each) => each.archived === archived) })
}

const types: readonly string[] = ['string', 'number', 'date', 'datetime', 'enumeration', 'bool'] satisfies Property['type'][]

function create(call: Call): Answer {
  const { properties, groups } = readKind(call)
  const { body } = call
  const missing = ['name', 'label', 'type', 'fieldType', 'groupName'].filter((name) => typeof body[name] !== 'string' || body[name] === '')
  if (missing.length > 0) throw createFieldsError(missing)
  const name = String(body['name']).toLowerCase()
  if (!/^[a-z][a-z0-9_]*$/.test(name))
    throw createInvalidError(`Property name ${name} is invalid: lower-case letters, digits and underscores only`)
  if (!types.includes(String(body['type'])))
    throw createInvalidError(`${String(body['type'])} is not a valid property type: ${types.join(', ')}`)
  if (!groups.has(String(body['groupName']))) throw createInvalidError(`Property group ${String(body['groupName'])} does not exist`)
  if (properties.has(name)) {
    throw new ApiError(409, `Property ${name} already exists`, { category: 'OBJECT_ALREADY_EXISTS', context: { name: [name] } })
  }
  const property = createCustomProperty(
    {
      name,
      label: String(body['label']),
      type: body['type'] as Property['type'],
      groupName: String(body['groupName']),
      ...readChange(body),
      hasUniqueValue: body['hasUniqueValue'] === true,
      createdUserId: call.userId,
      updatedUserId: call.userId,
    },
    formatTime(call.now),
  )
  properties.set(name, property)
  if (property.hasUniqueValue) findTable(call.portal, findType(call.portal, call.params['type'] ?? '')).unique.add(name)
  return answerCreated(property)
}

function readChange(body: Record<string, unknown>): Partial<Property> {
  const change: Record<string, unknown> = {}
  for (const name of ['label', 'description', 'groupName', 'fieldType', 'displayOrder', 'hidden', 'formField']) {
    if (body[name] !== undefined) change[name] = body[name]
  }
  if (Array.isArray(body['options'])) {
    const given = body['options'] as Record<string, unknown>[]
    change['options'] = given.map((option, at) => ({ ...createOptions([String(option['value'])])[0], displayOrder: at, ...option }))
  }
  return change as Partial<Property>
}

function update(call: Call): Answer {
  const property = findProperty(call)
  if (property.modificationMetadata.readOnlyDefinition) {
    throw createInvalidError(`Property ${property.name} is a HubSpot-defined property; its definition cannot be changed`)
  }
  Object.assign(property, readChange(call.body), { updatedAt: formatTime(call.now), updatedUserId: call.userId })
  return answerOk(property)
}

function remove(call: Call): Answer {
  const property = readKind(call).properties.get(call.params['property'] ?? '')
  if (property?.hubspotDefined) throw createInvalidError(`Property ${property.name} is a HubSpot-defined property and cannot be archived`)
  if (property) Object.assign(property, { archived: true, archivedAt: formatTime(call.now) })
  return answerNothing()
}

function createGroup(call: Call): Answer {
  const { groups } = readKind(call)
  const missing = ['name', 'label'].filter((name) => typeof call.body[name] !== 'string')
  if (missing.length > 0) throw createFieldsError(missing)
  const name = String(call.body['name'])
  if (groups.has(name)) throw new ApiError(409, `Property group ${name} already exists`, { category: 'OBJECT_ALREADY_EXISTS' })
  const group: PropertyGroup = { name, label: String(call.body['label']), displayOrder: -1, archived: false }
  groups.set(name, group)
  return answerCreated(group)
}
