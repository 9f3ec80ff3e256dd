/** Reads one instance within the caller's account, and the element it belongs to. */
import { demandElement } from '../elements/catalog/finder.ts'
import type { CompiledElement } from '../elements/compile/compiled.ts'
import type { Caller } from '../lib/caller.ts'
import { createError } from '../lib/errors.ts'
import type { InstanceInput } from './body.ts'
import { type InstanceRecord, openRecord } from './instance-record.ts'
import { findInScope } from './instance-store.ts'
import { type InstancesParts, scopeOf } from './parts.ts'
import { showInstance } from './show-instance.ts'
import { describeUnusedKey } from './static-token.ts'

/** Throws no-instance (404): unknown, or of another account; which of them is not told. */
export async function readInstance(parts: InstancesParts, caller: Caller, id: number): Promise<InstanceRecord> {
  const row = Number.isSafeInteger(id) ? await findInScope(parts.database.db, scopeOf(caller), id) : undefined
  if (row === undefined) throw createError('no-instance', { params: { id } })
  return openRecord(await parts.sealerOf(row.organization_id), row)
}

/** The element of an instance; throws no-element (404) when the catalog has it no more. */
export async function elementOf(parts: InstancesParts, record: InstanceRecord): Promise<CompiledElement> {
  const element = await parts.catalog.find(record.elementId, record)
  if (element === undefined) throw createError('no-element', { params: { key: record.elementKey } })
  return element
}

/** The element that a caller names. Throws no-element, no-element-id (404). */
export function findElement(parts: InstancesParts, caller: Caller, keyOrId: string | number): Promise<CompiledElement> {
  return demandElement(parts.catalog, String(keyOrId), caller)
}

/** The response body of one instance. */
export async function show(parts: InstancesParts, record: InstanceRecord, hydrate = true): Promise<Record<string, unknown>> {
  return showInstance(record, { element: await parts.catalog.find(record.elementId, record), summarize: parts.summarize, hydrate })
}

/** The answer to a create or an update; what of the body has no effect is told in `Elements-Error` (contract 1.11). */
export async function replyChanged(parts: InstancesParts, record: InstanceRecord, { configuration }: InstanceInput) {
  const unused = describeUnusedKey(await elementOf(parts, record), configuration, record.grant !== undefined)
  return { body: await show(parts, record), ...(unused === undefined ? {} : { headers: { 'Elements-Error': unused } }) }
}

/** Contract 3.2 `objects`. */
export async function listObjects(parts: InstancesParts, record: InstanceRecord): Promise<readonly object[]> {
  return parts.listObjects(await elementOf(parts, record))
}
