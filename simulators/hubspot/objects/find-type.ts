// Finding the kind of record that a path or a body names.
import { ApiError } from '../errors.ts'
import type { Portal } from '../portal.ts'
import type { ObjectType } from './object-types.ts'

/** The kind by plural, singular, number or full name, in any case. @throws ApiError 400 for a name that is none */
export function findType(portal: Portal, name: string): ObjectType {
  const type = portal.types.get(name) ?? portal.types.get(name.toLowerCase())
  if (!type) throw new ApiError(400, `Unable to infer object type from: ${name}`)
  return type
}

/** Kinds by every name they answer to. */
export function indexTypes(types: readonly ObjectType[], portalId: string): Map<string, ObjectType> {
  const index = new Map<string, ObjectType>()
  for (const type of types) {
    for (const name of [type.name, type.singular, type.typeId, ...(type.isCustom ? [`p${portalId}_${type.name}`] : [])])
      index.set(name, type)
  }
  return index
}
