// The `associations` of a body that creates a record, checked before anything is stored.
import { findTypes } from '../associations/store.ts'
import type { AssociationType } from '../associations/types.ts'
import type { Call } from '../call.ts'
import { createInvalidError } from '../errors.ts'
import { findTable } from '../portal.ts'
import type { ObjectType } from './object-types.ts'
import type { PlannedLink } from './write.ts'

interface Given {
  to?: { id?: string | number }
  types?: { associationCategory?: string; associationTypeId?: number }[]
}

/** The links to make. @throws ApiError 400 for a type that does not start at this kind, or a record that does not exist */
export function readLinks(call: Call, type: ObjectType, given: unknown): PlannedLink[] {
  if (given === undefined || given === null) return []
  if (!Array.isArray(given)) throw createInvalidError('Invalid input JSON on line 1, column 2: associations must be an array')
  return (given as Given[]).flatMap((each) => {
    const id = each?.to?.id
    if (id === undefined || !Array.isArray(each.types) || each.types.length === 0) {
      throw createInvalidError('Invalid input JSON on line 1, column 2. Some required fields were not set: [to, types]')
    }
    return each.types.map((wanted) => {
      const found = findNumber(call, type, Number(wanted.associationTypeId))
      checkEnd(call, found.to, String(id))
      return { to: { type: found.to.name, id: String(id) }, type: found.type }
    })
  })
}

/** The type of a number that starts at a kind, and the kind it leads to. @throws ApiError 400 */
export function findNumber(call: Call, type: ObjectType, typeId: number): { to: ObjectType; type: AssociationType } {
  for (const kind of new Set(call.portal.types.values())) {
    const found = findTypes(call.portal.associations, type.name, kind.name).find((each) => each.typeId === typeId)
    if (found) return { to: kind, type: found }
  }
  const owner = [...new Set(call.portal.types.values())].find((from) =>
    [...new Set(call.portal.types.values())].some((to) =>
      findTypes(call.portal.associations, from.name, to.name).some((each) => each.typeId === typeId),
    ),
  )
  if (!owner) throw createInvalidError(`No association type with id ${typeId} exists`)
  throw createInvalidError(`invalid from object type ${type.typeId} for associations to be created. expected: ${owner.typeId}`)
}

/** @throws ApiError 400 unless the record lives */
export function checkEnd(call: Call, type: ObjectType, id: string): void {
  const record = findTable(call.portal, type).byId.get(id)
  if (record && record.archivedAt === undefined) return
  throw createInvalidError('One or more associations are invalid', {
    subCategory: 'crm.associations.INVALID_OBJECT_IDS',
    context: { INVALID_OBJECT_IDS: [`${type.singular.toUpperCase()}=${id} is not valid`], objectId: [id], objectType: [type.typeId] },
  })
}
