/** Which levels a caller may write (contract 9.1): the organization's administrators all of it, an account's administrators the account, everybody the own instances. */
import { actsForOrganization } from '../identity/reach.ts'
import type { Caller } from '../lib/caller.ts'
import { createError } from '../lib/errors.ts'
import type { Level } from './levels.ts'

/** Whether the caller's roles let one write what this level says; whose account or instance it is, is another question. */
export function mayWriteLevel(caller: Pick<Caller, 'roles' | 'privileges'>, level: Level): boolean {
  if (level === 'system') return caller.privileges.has('vdrAdmin')
  if (level === 'organization') return actsForOrganization(caller)
  if (level === 'account') return actsForOrganization(caller) || caller.roles.includes('admin')
  return true
}

/** Throws missing-privilege (403). */
export function demandWritableLevel(caller: Caller, level: Level): void {
  if (!mayWriteLevel(caller, level))
    throw createError('missing-privilege', { params: { action: `change common resources of level ${level}` } })
}
