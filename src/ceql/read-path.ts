/** Reads a field of a record by the name that a query gives it: members by dots, a member whose name has dots itself, all items of lists on the way. */

/** `a.b`, `items[*].id` (the same as `items.id`), `items[0].id`. A name that no member has is tried in any case, where one alone fits. */
export function compilePath(path: string): (record: unknown) => unknown {
  const names = path.split('.')
  const rests: string[] = []
  const restOf = (at: number) => {
    rests[at] ??= names.slice(at).join('.')
    return rests[at]
  }
  return (record) => read(record, names, { restOf, at: 0 })
}

interface Place {
  /** The rest of the path from a name on; few records reach far into it. */
  readonly restOf: (at: number) => string
  readonly at: number
}

function read(value: unknown, names: readonly string[], { restOf, at }: Place): unknown {
  if (at === names.length || value === undefined || value === null) return value
  if (Array.isArray(value)) return value.flatMap((item) => read(item, names, { restOf, at }))
  if (typeof value !== 'object') return undefined
  const whole = findMember(value, restOf(at))
  if (whole !== undefined) return whole
  if (at === names.length - 1) return readItem(value, names[at]!)
  return read(findMember(value, names[at]!) ?? readItem(value, names[at]!), names, { restOf, at: at + 1 })
}

const bracketed = /^(.+)\[(\*|\d{1,6})\]$/s

function readItem(value: object, name: string): unknown {
  const [, list, index] = bracketed.exec(name) ?? []
  if (list === undefined) return undefined
  const found = findMember(value, list)
  return index === '*' || !Array.isArray(found) ? found : found[Number(index)]
}

function findMember(value: object, name: string): unknown {
  if (Object.hasOwn(value, name)) return (value as Record<string, unknown>)[name] ?? null
  const lower = name.toLowerCase()
  const alike = Object.keys(value).filter((key) => key.length === name.length && key.toLowerCase() === lower)
  return alike.length === 1 ? ((value as Record<string, unknown>)[alike[0]!] ?? null) : undefined
}
