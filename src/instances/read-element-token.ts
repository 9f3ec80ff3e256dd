/** The Element token of an instance, opened for calls that the server makes to itself. */
import { openRecord } from './instance-record.ts'
import { findById } from './instance-store.ts'
import type { InstancesParts } from './parts.ts'

/** Undefined when there is no such instance. */
export async function readElementToken(
  { database, sealerOf }: Pick<InstancesParts, 'database' | 'sealerOf'>,
  instanceId: number,
): Promise<string | undefined> {
  const row = await findById(database.db, instanceId)
  return row === undefined ? undefined : openRecord(await sealerOf(row.organization_id), row).token
}
