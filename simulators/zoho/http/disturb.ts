// What somebody else does to a list while a client walks it: a record more, or the oldest one gone.
import { createRow, deleteRow } from '../records/store.ts'
import { readTable, type Tenant, type User } from '../tenant.ts'

/** Inserts a copy of the newest record of the listed module, or deletes its oldest. A path that lists no module is left alone. */
export function disturbModule(
  tenant: Tenant,
  user: User,
  { path, kind, now }: { path: string; kind: 'insert-record' | 'delete-record'; now: number },
): void {
  const module = tenant.modules.get(path.split('/')[1] ?? '')
  if (!module) return
  const { list } = readTable(tenant, module.apiName)
  const by = { user: user.reference, now }
  const [oldest, newest] = [list[0], list.at(-1)]
  if (kind === 'delete-record' && oldest) deleteRow(tenant, module, oldest, by)
  if (kind === 'insert-record' && newest) createRow(tenant, module, { ...newest.values }, by)
}
