/** Common resources as `/common-resources` shows them (contract 9.4, 9.7): by name, with the elements and the caller's instances that they can be called through. */
import { listInstanceIds } from '../levels.ts'
import type { Db } from '../store/resources.ts'
import { describeAbout } from '../vdrs/about.ts'
import { listElementIds } from '../vdrs/mapped-rows.ts'
import { mergeShown } from '../vdrs/merge-shown.ts'
import type { Sight } from '../vdrs/sight.ts'
import type { Whole } from '../vdrs/whole.ts'

/** In the order given. */
export async function showNamed(db: Db, sight: Sight, wholes: readonly Whole[]): Promise<object[]> {
  const { caller, instanceId } = sight
  const instances = await readInstances(db, caller.accountId, [...new Set(wholes.flatMap(({ mapped }) => listElementIds(mapped)))])
  return wholes.map((whole) => {
    const { description, createdDate } = describeAbout(whole, sight)
    const shared = listElementIds(whole.mapped.filter(({ level }) => level !== 'instance'))
    const called = [...shared.flatMap((id) => instances.get(id) ?? []), ...listInstanceIds(whole.mapped)]
    return {
      name: whole.name,
      ...(description !== null && { description }),
      createdDate,
      fields: mergeShown(whole.definitions, instanceId !== undefined).map(({ level, associatedId, ...field }) => ({
        ...field,
        associatedLevel: level,
        ...(associatedId !== null && { associatedId }),
      })),
      mappedElementIds: listElementIds(whole.mapped),
      elementInstanceIds: [...new Set(called)].sort((a, b) => a - b),
    }
  })
}

/** Element → the account's instances of it. */
async function readInstances(db: Db, accountId: number, elementIds: readonly number[]): Promise<ReadonlyMap<number, number[]>> {
  if (elementIds.length === 0) return new Map()
  const query = db.selectFrom('instances').select(['id', 'element_id']).where('account_id', '=', accountId)
  const rows = await query
    .where('element_id', 'in', [...elementIds])
    .orderBy('id')
    .execute()
  const byElement = Map.groupBy(rows, (row) => row.element_id)
  return new Map([...byElement].map(([elementId, group]) => [elementId, group.map(({ id }) => id)]))
}
