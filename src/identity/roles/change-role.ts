/** What a client sends of a role, laid over the role as it is (contract 8.4). Pure. */
import type { Caller } from '../../lib/caller.ts'
import { createError } from '../../lib/errors.ts'
import { isPrivilege } from './privileges.ts'
import type { Role, RoleBook } from './role.ts'

/** Members that are absent or null stay as they are. */
export interface RoleBody {
  readonly id?: number | string | null
  readonly key?: string | null
  readonly name?: string | null
  readonly description?: string | null
  readonly active?: boolean | null
  readonly privileges?: readonly { readonly key: string }[] | null
  readonly features?: readonly object[] | null
}

export type ChangedRole = Omit<Role, 'id' | 'internal'>

/** Whoever changes roles: none may be left that nobody could change again. */
const keeper = { role: 'org-admin', privilege: 'configureRoles' } as const
const keyPattern = /^[A-Za-z][\w.-]{0,63}$/

/** The organization's role of an id or a key; `demanded`: throws no-role (404) when there is none. */
export function findRole(book: RoleBook, idOrKey: number | string | null | undefined, need: 'demanded'): Role
export function findRole(book: RoleBook, idOrKey: number | string | null | undefined): Role | undefined
export function findRole(book: RoleBook, idOrKey: number | string | null | undefined, need?: 'demanded'): Role | undefined {
  const text = String(idOrKey ?? '')
  const role = book.roles.find(({ id, key, internal }) => !internal && (String(id) === text || key === text))
  if (role === undefined && need !== undefined) throw createError('no-role', { params: { id: text } })
  return role
}

/**
 * The role as it is to be; `role` undefined: a new one, which needs a key. Throws invalid-body, privilege-unknown (400); privilege-of-system,
 * privilege-not-addable, privilege-needed (403).
 */
export function changeRole(
  { book, caller }: { book: RoleBook; caller: Pick<Caller, 'privileges'> },
  role: Role | undefined,
  body: RoleBody,
): ChangedRole {
  const key = role?.key ?? demandNewKey(book, body)
  const privileges = body.privileges == null ? (role?.privileges ?? []) : [...new Set(body.privileges.map(({ key }) => key))]
  for (const added of privileges.filter((privilege) => !role?.privileges.includes(privilege))) demandAddable(caller, added, key)
  const active = body.active ?? role?.active ?? true
  if (key === keeper.role && !(active && privileges.includes(keeper.privilege)))
    throw createError('privilege-needed', { params: { role: key, key: keeper.privilege } })
  return {
    key,
    name: (body.name ?? role?.name ?? key).trim(),
    description: body.description ?? role?.description ?? '',
    active,
    privileges,
    features: body.features ?? role?.features ?? [],
  }
}

function demandNewKey(book: RoleBook, { key }: RoleBody): string {
  const isNew = typeof key === 'string' && keyPattern.test(key) && book.find(key) === undefined
  if (isNew) return key
  const reason =
    'a role that is new needs a key of its own: a letter, then letters, digits, dots, hyphens or underscores, at most 64 in all'
  throw createError('invalid-body', { params: { reason } })
}

/** Nobody adds what they do not have. */
function demandAddable(caller: Pick<Caller, 'privileges'>, key: string, role: string): void {
  if (key === 'system') throw createError('privilege-of-system', { params: { key } })
  if (!isPrivilege(key)) throw createError('privilege-unknown', { params: { key } })
  if (!caller.privileges.has(key)) throw createError('privilege-not-addable', { params: { key, role } })
}
