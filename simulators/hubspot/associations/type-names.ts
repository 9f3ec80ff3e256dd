// The names v3 gives to types of association: `contact_to_company`, `contact_to_company_unlabeled`.
import type { ObjectType } from '../objects/object-types.ts'
import type { AssociationType } from './types.ts'

/** The name of a type. Where a pair of kinds has a primary type, the plain name is that one's, and the plain type is `…_unlabeled`. */
export function formatTypeName(
  ends: { from: ObjectType; to: ObjectType },
  type: AssociationType,
  types: readonly AssociationType[],
): string {
  const plain = `${spell(ends.from)}_to_${spell(ends.to)}`
  const hasPrimary = types.some((each) => each.label === 'Primary')
  if (type.label === null) return hasPrimary ? `${plain}_unlabeled` : plain
  return type.label === 'Primary' ? plain : `${type.label.toLowerCase()}_to_${spell(ends.to)}`
}

/** The type of a name or number. */
export function findTypeByName(
  ends: { from: ObjectType; to: ObjectType },
  name: string,
  types: readonly AssociationType[],
): AssociationType | undefined {
  const byNumber = types.find((each) => String(each.typeId) === name)
  return byNumber ?? types.find((each) => formatTypeName(ends, each, types) === name)
}

function spell(type: ObjectType): string {
  return type.associationName ?? type.singular
}
