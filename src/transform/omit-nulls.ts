/** The null filter of contract 5.8 for records that no transformation rebuilds. */

type Members = Record<string, unknown>

/** Gives a value without the members that are null, at every depth; null items of a list stay, and what holds no null is not copied. */
export function omitNulls(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) {
    const items = value.map(omitNulls)
    return items.some((item, at) => item !== value[at]) ? items : value
  }
  return omitMembers(value as Members)
}

/** Plain loops, once over the members: this runs for every record that is passed on. */
function omitMembers(record: Members): Members {
  let copy: Members | undefined
  for (const name in record) {
    const member = record[name]
    const kept = typeof member === 'object' && member !== null ? omitNulls(member) : member
    if (copy === undefined && (kept === null || kept !== member)) copy = copyUpTo(record, name)
    if (copy !== undefined && kept !== null) put(copy, name, kept)
  }
  return copy ?? record
}

function copyUpTo(record: Members, end: string): Members {
  const copy: Members = {}
  for (const name in record) {
    if (name === end) break
    put(copy, name, record[name])
  }
  return copy
}

function put(copy: Members, name: string, value: unknown): void {
  // Assigned, it would be the prototype and no member.
  if (name === '__proto__') Object.defineProperty(copy, name, { value, enumerable: true, writable: true, configurable: true })
  else copy[name] = value
}
