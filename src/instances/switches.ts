/** Deleting, enabling, disabling, trace logging (contract 3.8, 3.9): each announced, so that it holds in every process at once. */
import type { Caller } from '../lib/caller.ts'
import { createError } from '../lib/errors.ts'
import { forgetRefusals } from '../oauth/grant-store.ts'
import { changeInstance } from './change.ts'
import { deleteRow, updateRow } from './instance-store.ts'
import { runFarewell } from './life-cycle.ts'
import { type InstancesParts, scopeOf, toProvisionParts } from './parts.ts'
import { readInstance } from './read.ts'
import { recordInstance } from './record-instance.ts'

/**
 * Deletes the instance and its credentials, once the vendor has been told (contract 3.9). Resolves with what of the telling failed. Throws no-instance (404).
 */
export async function deleteInstance(parts: InstancesParts, caller: Caller, id: number): Promise<string[]> {
  const record = await readInstance(parts, caller, id)
  const element = await parts.catalog.find(record.elementId, record)
  const failures = element === undefined ? [] : await runFarewell(toProvisionParts(parts), element, record)
  const deleted = await changeInstance(parts, id, async (db) => {
    const isDeleted = await deleteRow(db, scopeOf(caller), id)
    if (isDeleted) await recordInstance(db, caller, record)
    return isDeleted
  })
  if (!deleted) throw createError('no-instance', { params: { id } })
  return failures
}

/** Enabling ends a disabling of the platform too, and grants its refreshes another five tries. Throws no-instance (404). */
export async function setEnabled(parts: InstancesParts, caller: Caller, change: { id: number; enabled: boolean }): Promise<void> {
  const record = await readInstance(parts, caller, change.id)
  const { id } = record
  await changeInstance(parts, id, async (db) => {
    await updateRow(db, id, { disabled: !change.enabled, disabled_reason: null })
    await recordInstance(db, caller, record)
    if (change.enabled) await forgetRefusals(db, id)
  })
}

/** Throws no-instance (404). */
export async function setTraceLogging(parts: InstancesParts, caller: Caller, change: { id: number; traceLogging: boolean }): Promise<void> {
  const record = await readInstance(parts, caller, change.id)
  await changeInstance(parts, record.id, async (db) => {
    await updateRow(db, record.id, { trace_logging: change.traceLogging })
    await recordInstance(db, caller, record)
  })
}
