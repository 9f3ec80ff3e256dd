/** The null filter of contract 5.8 for records that no transformation rebuilds. */

/** Gives a value without the members that are null, at every depth; null items of a list stay, and what holds no null is not copied. */
export function omitNulls(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) {
    const items = value.map(omitNulls)
    return items.some((item, at) => item !== value[at]) ? items : value
  }
  const entries = Object.entries(value)
  const kept = entries.filter(([, member]) => member !== null).map(([name, member]) => [name, omitNulls(member)] as const)
  const changed = kept.length !== entries.length || kept.some(([name, member]) => member !== (value as Record<string, unknown>)[name])
  return changed ? Object.fromEntries(kept) : value
}
