/** What is done to common resources, and the privilege that each needs (contract 8.4). */
import { demandPrivilege, type Privilege } from '../identity/roles.ts'
import type { Caller } from '../lib/caller.ts'

export type Action = 'view' | 'create' | 'edit' | 'delete'

const privileges: Readonly<Record<Action, Privilege>> = {
  view: 'viewCommonObjects',
  create: 'createCommonObjects',
  edit: 'editCommonObjects',
  delete: 'deleteCommonObjects',
}

/** Throws missing-privilege (403). */
export function demandAction(caller: Pick<Caller, 'privileges'>, action: Action): void {
  demandPrivilege(caller, privileges[action])
}
