/** What a vendor that replaces collections whole must be sent so that nothing is lost: what it has, changed by what the client sent. */
import { isRecord } from '../../lib/is-record.ts'

type Item = Record<string, unknown>

export interface MergeRule {
  /** The member that tells the items of a list apart; undefined: a list is replaced as a whole. */
  readonly key: string | undefined
  /** Members that carry the item's content; an item without any of them is gone. Undefined: every member but the key. */
  readonly content: readonly string[] | undefined
  /** A member that an item cannot be without. */
  readonly essential?: string | undefined
  /** Members of what is present that are not sent back. */
  readonly readOnly?: readonly string[]
}

/** Merges one collection; items are matched by the rule's key, objects member by member. A null takes a member away. */
export function mergeCollection(present: unknown, sent: unknown, rule: MergeRule): unknown {
  if (isRecord(sent)) {
    const merged = withoutNulls({ ...(isRecord(present) ? writable(present, rule) : {}), ...sent })
    return hasContent(merged, rule) ? merged : null
  }
  if (!Array.isArray(sent) || rule.key === undefined) return sent
  return mergeItems(Array.isArray(present) ? present.filter(isRecord) : [], sent.filter(isRecord), { ...rule, key: rule.key }).filter(
    (item) => hasContent(item, rule),
  )
}

/** Of several items with one key the first is meant, then the next: what the vendor has twice stays twice. */
function mergeItems(present: readonly Item[], sent: readonly Item[], rule: MergeRule & { readonly key: string }): Item[] {
  const { key } = rule
  const merged = present.map((item) => writable(item, rule))
  const open = new Set(merged.keys())
  for (const item of sent) {
    const at = merged.findIndex((candidate, index) => open.has(index) && String(candidate[key]) === String(item[key]))
    open.delete(at)
    if (at === -1) merged.push(withoutNulls(item))
    else merged[at] = withoutNulls({ ...merged[at], ...item })
  }
  return merged
}

function hasContent(item: Item, { key, content, essential }: MergeRule): boolean {
  if (essential !== undefined && item[essential] === undefined) return false
  const members = content ?? Object.keys(item).filter((name) => name !== key)
  return members.some((name) => item[name] !== undefined)
}

function writable(item: Item, { readOnly = [] }: MergeRule): Item {
  return Object.fromEntries(Object.entries(item).filter(([name]) => !readOnly.includes(name)))
}

function withoutNulls(item: Item): Item {
  return Object.fromEntries(Object.entries(item).filter(([, value]) => value !== null))
}
