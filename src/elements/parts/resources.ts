/** Resources of an element (contract 2.6): an account's own element, or what it adds to a system element for itself alone (contract 2.4). */
import Type from 'typebox'
import { hookDefaults, parameterDefaults } from '../document/part-defaults.ts'
import { checkChoice, optionalText, orNull, text } from './body-schema.ts'
import { hookBodySchema, prepareHook } from './hooks.ts'
import { parameterBodySchema, prepareParameter } from './parameters.ts'
import { adoptParts, dropNulls, type Holder, type Part, readParts } from './part.ts'
import type { Change, PartKind } from './part-routes.ts'

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']
const anyObject = orNull(Type.Object({}))

const resourceBodySchema = Type.Object({
  method: text,
  path: Type.String({ minLength: 1 }),
  vendorMethod: optionalText,
  vendorPath: optionalText,
  type: optionalText,
  kind: optionalText,
  description: optionalText,
  rootKey: optionalText,
  paginationType: optionalText,
  nextPageKey: optionalText,
  nextResource: optionalText,
  objectName: optionalText,
  operationId: optionalText,
  parameters: orNull(Type.Array(parameterBodySchema)),
  hooks: orNull(Type.Array(hookBodySchema)),
  model: anyObject,
  response: anyObject,
})

export const resources: PartKind = {
  path: '/elements/:keyOrId/resources',
  idName: 'resourceId',
  noun: 'resource',
  member: 'resources',
  body: resourceBodySchema,
  dated: true,
  prepare: prepareResource,
  selectOwn: (parts, whole) => {
    const own = new Set(whole.extension?.resources.map(({ id }) => id))
    return whole.isSystem ? parts.filter(({ id }) => own.has(id)) : parts
  },
  show: (part) => {
    const { id } = part
    const nested = (member: string, defaults: object) =>
      readParts(part, member).map((each) => ({ ...defaults, ...dropNulls(each), resourceId: id }))
    return { ...part, parameters: nested('parameters', parameterDefaults), hooks: nested('hooks', hookDefaults) }
  },
}

/** Parameters, hooks and model that the body does not speak of stay what they were (contract 2.3). */
function prepareResource(sent: Part, { before, whole, now }: Change): Part {
  const method = checkChoice('method', String(sent['method']).toUpperCase(), methods)
  const dates = { createdDate: now, updatedDate: now }
  const parameters = sent['parameters'] as Holder[] | null | undefined
  const hooks = sent['hooks'] as Holder[] | null | undefined
  const hooksBefore = readParts(before ?? {}, 'hooks')
  return {
    ...sent,
    method,
    path: prefixPath(String(sent['path']), whole.document.hub),
    vendorMethod: checkChoice('vendorMethod', String(sent['vendorMethod'] || method).toUpperCase(), methods),
    type: sent['type'] || 'api',
    parameters: parameters
      ? adoptParts(parameters, readParts(before ?? {}, 'parameters')).map((each) => ({ ...dates, ...prepareParameter(each) }))
      : readParts(before ?? {}, 'parameters'),
    hooks: hooks
      ? adoptParts(hooks, hooksBefore).map((each) =>
          prepareHook(each, each.id === undefined ? undefined : hooksBefore.find(({ id }) => id === each.id)),
        )
      : hooksBefore,
    ...(sent['model'] === undefined && before?.['model'] !== undefined ? { model: before['model'] } : {}),
  }
}

/** `/suite` → `/hubs/{hub}/suite` (contract 2.3). */
function prefixPath(path: string, hub: string): string {
  const absolute = path.startsWith('/') ? path : `/${path}`
  return /^\/hubs\/[^/]+\/./.test(absolute) ? absolute : `/hubs/${hub}${absolute}`
}
