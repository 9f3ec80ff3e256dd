/** A role as clients see it (contract 8.4). */
import { describePrivilege, isPrivilege } from './privileges.ts'
import type { Role } from './role.ts'

export function describeRole(role: Role): object {
  return {
    id: role.id,
    key: role.key,
    name: role.name,
    description: role.description,
    active: role.active,
    hide: role.internal,
    features: role.features,
    privileges: role.privileges.filter(isPrivilege).map(describePrivilege),
  }
}
