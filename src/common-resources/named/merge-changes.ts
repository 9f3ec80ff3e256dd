/** Fields as a list beside those that changed of them (contract 9.7 `changedFields`): each says the path it had before. */
import { readLevel } from '../vdrs/place-parts.ts'
import type { SentField } from '../vdrs/vdr-body.ts'

/** One list. A change belongs to the field of its present path, or of its former one where the list is still the old; else it is a field of its own. */
export function mergeChanges(fields: readonly SentField[], changes: readonly SentField[]): SentField[] {
  const merged = [...fields]
  for (const change of changes) {
    const index = merged.findIndex((each) => isOf(each, change, change.field.path))
    const at = index >= 0 ? index : merged.findIndex((each) => isOf(each, change, change.oldPath))
    if (at < 0) merged.push(change)
    else merged[at] = { ...merged[at]!, ...keepSaid(change), field: { ...merged[at]!.field, ...change.field } }
  }
  return merged
}

function isOf(sent: SentField, change: SentField, path: string | undefined): boolean {
  const level = readLevel(change)
  return sent.field.path === path && (level === undefined || readLevel(sent) === undefined || readLevel(sent) === level)
}

/** What a change says of whose it is and what it was, without what it leaves open. */
function keepSaid({ field: _, ...said }: SentField): Partial<SentField> {
  return Object.fromEntries(Object.entries(said).filter(([, value]) => value != null))
}
