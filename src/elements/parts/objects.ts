/** The objects that an element declares (contract 2.9, the older API). */
import Type from 'typebox'
import { optionalFlag, optionalText, orNull } from './body-schema.ts'
import { fieldBodySchema, prepareFields, showFields } from './fields.ts'
import type { PartKind } from './part-routes.ts'

const objectBodySchema = Type.Object({
  name: Type.String({ minLength: 1 }),
  vendorName: optionalText,
  primaryKeyName: optionalText,
  createdDateName: optionalText,
  createdDateFormat: optionalText,
  updatedDateName: optionalText,
  updatedDateFormat: optionalText,
  bulkDownloadEnabled: optionalFlag,
  bulkUploadEnabled: optionalFlag,
  eventsEnabled: optionalFlag,
  fields: orNull(Type.Array(fieldBodySchema)),
})

export const objects: PartKind = {
  path: '/elements/:keyOrId/objects',
  idName: 'objectId',
  noun: 'object',
  member: 'objects',
  body: objectBodySchema,
  prepare: (sent, change) => ({ ...sent, fields: prepareFields(sent, change) }),
  describe: ({ id }) => ({ elementId: id }),
  selectOwn: (parts, { isSystem, extension }) => {
    const own = new Set(extension?.objects?.map(({ id }) => id))
    return isSystem ? parts.filter(({ id }) => own.has(id)) : parts
  },
  show: (part) => ({ ...part, fields: showFields(part, 'objectId') }),
}
