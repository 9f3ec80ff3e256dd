/** Fields of declared objects and of models (contract 2.9). */
import Type from 'typebox'
import { createError } from '../../lib/errors.ts'
import { optionalFlag, optionalText, orNull } from './body-schema.ts'
import { adoptParts, demandPart, dropNulls, type Holder, type Part, readParts } from './part.ts'
import type { Change, PartKind } from './part-routes.ts'

export const fieldBodySchema = Type.Object({
  name: optionalText,
  vendorName: optionalText,
  type: orNull(Type.Union([Type.String(), Type.Object({})])),
  format: optionalText,
  mask: optionalText,
  description: optionalText,
  displayName: optionalText,
  required: optionalFlag,
  primaryKey: optionalFlag,
  readOnly: optionalFlag,
  hidden: optionalFlag,
})

const shared = {
  idName: 'fieldId',
  noun: 'field',
  member: 'fields',
  body: fieldBodySchema,
  dated: true,
  owned: true,
  prepare: prepareField,
} as const

export const objectFields: PartKind = {
  ...shared,
  path: '/elements/:keyOrId/objects/:objectId/fields',
  findHolder: (document, params) => demandPart(readParts(document, 'objects'), 'object', params['objectId']),
  describe: (_element, _params, object) => ({ objectId: (object as Part).id }),
  selectOwn: (fields, { isSystem, extension }) => {
    if (!isSystem) return fields
    const own = new Set(extension?.objects?.flatMap((object) => object.fields ?? []).map(({ id }) => id))
    return fields.filter(({ id }) => own.has(id))
  },
}

export const modelFields: PartKind = {
  ...shared,
  path: '/elements/:keyOrId/models/:modelId/fields',
  findHolder: (document, params) => demandPart(readParts(document, 'models'), 'model', params['modelId']),
  describe: (_element, _params, model) => ({ modelId: (model as Part).id }),
}

/** Fields of models have only the vendor's name in real exports. Throws invalid-body (400) for one without any. */
function prepareField(sent: Holder): Part {
  if (!sent['name'] && !sent['vendorName']) throw createError('invalid-body', { params: { reason: 'name is missing' } })
  return sent
}

/** The fields of an object or model that came with it, or those it had when the body does not speak of them (contract 2.3). */
export function prepareFields(sent: Part, { before, caller, now }: Change): Part[] {
  const fields = sent['fields'] as Holder[] | null | undefined
  const known = readParts(before ?? {}, 'fields')
  if (fields == null) return [...known]
  return adoptParts(fields.map(prepareField), known).map((each) => ({
    ownerAccountId: caller.accountId,
    createdDate: now,
    updatedDate: now,
    ...each,
  }))
}

/** The fields as they are shown within what holds them; `name` is the member that names it. */
export function showFields(holder: Part, name: 'objectId' | 'modelId'): Holder[] {
  return readParts(holder, 'fields').map((each) => ({ ...dropNulls(each), [name]: holder.id }))
}
