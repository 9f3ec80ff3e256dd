/** The models of an element (contract 2.9, the newer API) and how they are related: what one says of its parents and children, those say too. */
import Type from 'typebox'
import { createError } from '../../lib/errors.ts'
import type { Route } from '../../lib/route.ts'
import { optionalFlag, optionalIds, optionalText, orNull } from './body-schema.ts'
import { fieldBodySchema, prepareFields, showFields } from './fields.ts'
import { openParts, type Part, readParts } from './part.ts'
import { type Change, createPartRoutes, type PartEditing, type PartKind, readBody } from './part-routes.ts'

const modelBodySchema = Type.Object({
  name: Type.String({ minLength: 1 }),
  vendorName: optionalText,
  type: optionalText,
  modelType: optionalText,
  customFields: optionalFlag,
  nullsRequired: optionalFlag,
  parentModelIds: optionalIds,
  childModelIds: optionalIds,
  fields: orNull(Type.Array(fieldBodySchema)),
})

/** What a document says where nobody said anything (appendix A). */
const defaults = { customFields: false, nullsRequired: false, isQA: false, modelType: 'standard', resources: [] }

export const models: PartKind = {
  path: '/elements/:keyOrId/models',
  idName: 'modelId',
  noun: 'model',
  member: 'models',
  body: modelBodySchema,
  prepare: (sent, change) => ({
    ...defaults,
    ...sent,
    parentModelIds: sent['parentModelIds'] ?? readIds(change.before, 'parentModelIds'),
    childModelIds: sent['childModelIds'] ?? readIds(change.before, 'childModelIds'),
    fields: prepareFields(sent, change),
  }),
  settle: (change, part) => {
    relate(change, part, { own: 'parentModelIds', other: 'childModelIds' })
    relate(change, part, { own: 'childModelIds', other: 'parentModelIds' })
  },
  describe: ({ id }) => ({ elementId: id }),
  show: (part, document) => ({
    ...part,
    parentModelIds: listRelated(document, part, { own: 'parentModelIds', other: 'childModelIds' }),
    childModelIds: listRelated(document, part, { own: 'childModelIds', other: 'parentModelIds' }),
    fields: showFields(part, 'modelId'),
  }),
}

/** The routes of models: those of every part, and `PUT /models`, which replaces the model of the same id or name and adds one that is new. */
export function createModelRoutes(parts: PartEditing): Route[] {
  const routes = createPartRoutes(parts, models)
  const find = (method: string, path: string) => routes.find((route) => route.method === method && route.path === path)!
  const add = find('POST', models.path)
  const replace = find('PUT', `${models.path}/:modelId`)
  return [
    ...routes,
    {
      ...add,
      method: 'PUT',
      handle: async (request) => {
        const { id, name } = readBody(request)
        const { document } = await parts.editor.read(request.caller, request.params['keyOrId'] ?? '')
        const known = readParts(document, 'models').find((each) => each.id === id || each['name'] === name)
        if (known === undefined) return add.handle(request)
        return replace.handle({ ...request, params: { ...request.params, modelId: String(known.id) } })
      },
    },
  ]
}

function readIds(part: Part | undefined, name: string): number[] {
  return (part?.[name] as number[] | null | undefined) ?? []
}

interface Relation {
  readonly own: 'parentModelIds' | 'childModelIds'
  readonly other: 'parentModelIds' | 'childModelIds'
}

/** The ids that a model names, and those of the models that name it. */
function listRelated(document: object, part: Part, { own, other }: Relation): number[] {
  const naming = readParts(document, 'models').filter((each) => part.id !== undefined && readIds(each, other).includes(part.id))
  return [...new Set([...readIds(part, own), ...naming.map(({ id }) => id!)])]
}

/** Writes a relation into the other models. Throws invalid-body (400) for an id that no model of the element has. */
function relate({ holder, before }: Change, part: Part | undefined, { own, other }: Relation): void {
  const all = openParts(holder, 'models')
  const wanted = readIds(part, own)
  const unknown = wanted.find((id) => !all.some((each) => each.id === id))
  if (unknown !== undefined)
    throw createError('invalid-body', { params: { reason: `${own}: the element has no model with ID ${unknown}` } })
  const self = part?.id ?? before?.id
  // A model that is new has no id yet, so the others cannot name it: `listRelated` reads the relation from its side.
  if (self === undefined) return
  for (const each of all) {
    const ids = readIds(each, other).filter((id) => id !== self)
    if (each.id !== undefined && wanted.includes(each.id)) ids.push(self)
    if (ids.length > 0 || each[other] !== undefined) each[other] = ids
  }
}
