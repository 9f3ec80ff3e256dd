/** Object definitions of every level (contract 9.2): one name, or all of a place as a dictionary. */
import Type, { type Static } from 'typebox'
import { createError } from '../../lib/errors.ts'
import type { Method } from '../../lib/hub-request.ts'
import type { QueryParameter } from '../../lib/query-parameters.ts'
import { readBody } from '../../lib/read-request.ts'
import type { Route, RouteReply, RouteRequest } from '../../lib/route.ts'
import { isStorableText } from '../../lib/storable-text.ts'
import type { Action } from '../actions.ts'
import { demandObjectName, nameSchema } from '../check-names.ts'
import { mergeDefinitions } from '../effective/merge-levels.ts'
import type { CommonParts } from '../parts.ts'
import { findPlace, type Place, type Prefix } from '../place.ts'
import { readDefinitionsAt, readDefinitionsVisible } from '../store/definitions.ts'
import { createDefinitions, deleteDefinitions, noDefinition, replaceDefinition } from './change-definitions.ts'
import { definitionSchema, dictionarySchema, readDictionary, readFields } from './definition-body.ts'
import { renameDefinition } from './rename-definition.ts'
import { showDefinition, showDefinitions, showField } from './show-definition.ts'

const renamingSchema = Type.Object({ objectName: nameSchema })

const systemOnly: QueryParameter = { name: 'systemOnly', description: "The system's definitions, instead of the path's", type: 'boolean' }

const prefixes: readonly Prefix[] = [
  { path: '/organizations', kind: 'organization', access: 'caller' },
  { path: '/accounts', kind: 'account', access: 'caller' },
  { path: '/accounts/:id', kind: 'account', access: 'caller' },
  { path: '/instances/:id', kind: 'instance', access: 'caller' },
  { path: '/instances', kind: 'instance', access: 'instance' },
]

type Act = (place: Place, request: RouteRequest) => Promise<RouteReply>

/** The routes. */
export function createDefinitionRoutes(parts: CommonParts): Route[] {
  return prefixes.flatMap((prefix) => routesBelow(parts, prefix))
}

function routesBelow(parts: CommonParts, { path, kind, access }: Prefix): Route[] {
  const route = (method: Method, below: string, { action, body, act }: { action: Action; body?: object; act: Act }): Route => ({
    method,
    path: `${path}/objects/${below}`,
    access,
    query: [systemOnly],
    ...(body !== undefined && { body }),
    handle: async (request) => act(await findPlace(parts, request, { kind, action }), request),
  })
  const create: Act = async (place, request) => {
    const name = nameOf(request)
    demandObjectName(name)
    const [row] = await createDefinitions(parts, place, new Map([[name, fieldsOf(request)]]))
    return { body: showDefinition(row!) }
  }
  const read: Act = async ({ scope }, request) => {
    const name = nameOf(request)
    const [row] = isStorableText(name) ? await readDefinitionsAt(parts.database.db, scope, name) : []
    if (row === undefined) throw noDefinition(name)
    return { body: showDefinition(row) }
  }
  const replace: Act = async (place, request) => ({
    body: showDefinition(await replaceDefinition(parts, place, { name: demandNamed(request), fields: fieldsOf(request) })),
  })
  const remove: Act = async (place, request) => ({ body: await deleteDefinitions(parts, place, demandNamed(request)) })
  const rename: Act = async (place, request) => {
    const { objectName: newName } = readBody<Static<typeof renamingSchema>>(request)
    demandObjectName(newName)
    return { body: showDefinition(await renameDefinition(parts, place, { name: demandNamed(request), newName })) }
  }
  const createAll: Act = async (place, request) => {
    const sent = readDictionary(readBody<Static<typeof dictionarySchema>>(request))
    return { body: showDefinitions(await createDefinitions(parts, place, sent)) }
  }
  const list: Act = async (place) => ({ body: await listDefinitions(parts, place) })
  const removeAll: Act = async (place) => ({ body: await deleteDefinitions(parts, place) })
  return [
    route('GET', 'definitions', { action: 'view', act: list }),
    route('POST', 'definitions', { action: 'create', body: dictionarySchema, act: createAll }),
    route('DELETE', 'definitions', { action: 'delete', act: removeAll }),
    route('GET', ':objectName/definitions', { action: 'view', act: read }),
    route('POST', ':objectName/definitions', { action: 'create', body: definitionSchema, act: create }),
    route('PUT', ':objectName/definitions', { action: 'edit', body: definitionSchema, act: replace }),
    route('DELETE', ':objectName/definitions', { action: 'delete', act: remove }),
    route('PATCH', ':objectName', { action: 'edit', body: renamingSchema, act: rename }),
  ]
}

/** All that a place says; of an instance, all that could be mapped for it: its own and what is said above it, merged. Throws no-object-definitions (404). */
async function listDefinitions({ database }: CommonParts, { scope, scopes }: Place): Promise<object> {
  if (scope.level !== 'instance') {
    const rows = await readDefinitionsAt(database.db, scope)
    if (rows.length === 0) throw createError('no-object-definitions')
    return showDefinitions(rows)
  }
  const byName = Map.groupBy(await readDefinitionsVisible(database.db, scopes), ({ objectName }) => objectName)
  if (byName.size === 0) throw createError('no-object-definitions')
  const shown = [...byName].map(([name, rows]) => {
    const lowest = scopes.map(({ level }) => rows.find((row) => row.level === level)).find((row) => row !== undefined)!
    return [name, { ...showDefinition(lowest), fields: mergeDefinitions(rows).map((field) => showField(field, field)) }] as const
  })
  return Object.fromEntries(shown)
}

function nameOf({ params }: RouteRequest): string {
  return params['objectName'] ?? ''
}

/** The name of a path; one that cannot be stored names nothing. Throws no-object-definition (404). */
function demandNamed(request: RouteRequest): string {
  const name = nameOf(request)
  if (!isStorableText(name)) throw noDefinition(name)
  return name
}

function fieldsOf(request: RouteRequest) {
  return readFields(readBody<Static<typeof definitionSchema>>(request).fields)
}
