// What the account is, how much of its day is used, and which kinds of record it has (schemas).
import type { Answer } from '../../lib/http/answer.ts'
import { findTypes } from '../associations/store.ts'
import { answerOk, type Call, type Operations, serve } from '../call.ts'
import { findType } from '../objects/find-type.ts'
import type { ObjectType } from '../objects/object-types.ts'

export const accountOperations: Operations = {
  'GET /account-info/v3/details': serve('any', showDetails),
  'GET /integrations/v1/me': serve('any', showMe),
  'GET /crm/v3/schemas': serve('crm.schemas.custom.read', (call) =>
    answerOk({
      results: listKinds(call)
        .filter((each) => each.isCustom)
        .map((each) => showSchema(call, each)),
    }),
  ),
  'GET /crm/v3/schemas/{type}': serve('schemas.read', (call) =>
    answerOk(showSchema(call, findType(call.portal, call.params['type'] ?? ''))),
  ),
  'GET /crm/v3/object-types': serve('any', (call) =>
    answerOk({ results: listKinds(call).map(({ typeId, name }) => ({ id: typeId, name })) }),
  ),
}

function listKinds(call: Call): ObjectType[] {
  return [...new Set(call.portal.types.values())]
}

function formatOffset(milliseconds: number): string {
  const minutes = Math.abs(milliseconds) / 60_000
  const two = (value: number): string => String(Math.floor(value)).padStart(2, '0')
  return `${milliseconds < 0 ? '-' : '+'}${two(minutes / 60)}:${two(minutes % 60)}`
}

function showDetails(call: Call): Answer {
  const { portal } = call
  return answerOk({
    portalId: Number(portal.id),
    accountType: 'STANDARD',
    timeZone: portal.timeZone,
    companyCurrency: portal.currency,
    additionalCurrencies: [],
    utcOffset: formatOffset(portal.utcOffsetMs),
    utcOffsetMilliseconds: portal.utcOffsetMs,
    uiDomain: 'app.hubspot.com',
    dataHostingLocation: 'na1',
  })
}

function showMe(call: Call): Answer {
  const { portal } = call
  return answerOk({
    portalId: Number(portal.id),
    timeZone: portal.timeZone,
    currency: portal.currency,
    utcOffsetMilliseconds: portal.utcOffsetMs,
    utcOffset: formatOffset(portal.utcOffsetMs),
  })
}

function showSchema(call: Call, type: ObjectType): unknown {
  const { portal } = call
  const label = type.singular.replace('_', ' ').replace(/^./, (first) => first.toUpperCase())
  const associations = listKinds(call).flatMap((kind) =>
    findTypes(portal.associations, type.name, kind.name).map((each) => ({
      id: String(each.typeId),
      fromObjectTypeId: type.typeId,
      toObjectTypeId: kind.typeId,
      name: `${type.singular}_to_${kind.singular}`,
    })),
  )
  return {
    id: type.typeId.split('-')[1],
    objectTypeId: type.typeId,
    name: type.name,
    fullyQualifiedName: type.isCustom ? `p${portal.id}_${type.name}` : type.singular.toUpperCase(),
    labels: { singular: label, plural: type.name.replace(/^./, (first) => first.toUpperCase()) },
    primaryDisplayProperty: type.primary,
    requiredProperties: type.required,
    searchableProperties: type.searchable,
    secondaryDisplayProperties: [],
    archived: false,
    properties: [...(portal.properties[type.name]?.values() ?? [])],
    associations,
  }
}
