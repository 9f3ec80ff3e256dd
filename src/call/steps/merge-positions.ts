/** Lists whose items are known by where they stand (`emails[0]` is a field of its own): what was sent changes the item at its place, the others stay. */
import { isRecord } from '../../lib/is-record.ts'

/**
 * Merges a list, item by item; a place that nothing was sent for is a hole. A null takes an item, or a member of one, away, and so goes an item without
 * its `essential` member. What is left moves up: vendors take no gaps.
 */
export function mergePositions(present: unknown, sent: readonly unknown[], essential?: string): unknown[] {
  const before: readonly unknown[] = Array.isArray(present) ? present : []
  const merged = Array.from({ length: Math.max(before.length, sent.length) }, (_, at) =>
    at in sent ? mergeItem(before[at], sent[at]) : before[at],
  )
  return merged.filter(
    (item) => item !== undefined && item !== null && (essential === undefined || !isRecord(item) || Object.hasOwn(item, essential)),
  )
}

/** Moves up what was sent, where nothing is there yet. */
export function closeGaps(body: Readonly<Record<string, unknown>>, lists: readonly string[]): Record<string, unknown> {
  const closed: Record<string, unknown> = { ...body }
  for (const name of lists) if (Array.isArray(closed[name])) closed[name] = mergePositions(undefined, closed[name])
  return closed
}

function mergeItem(present: unknown, sent: unknown): unknown {
  if (!isRecord(sent)) return sent
  const members = Object.entries({ ...(isRecord(present) ? present : {}), ...sent })
  return Object.fromEntries(members.filter(([, value]) => value !== null))
}
