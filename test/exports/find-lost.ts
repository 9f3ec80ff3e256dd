/** Whether an element that went through the platform lost anything: what the platform assigns is left out, what it adds is allowed. */

/** Given by whoever stores a thing (contract 2.3), and the one flag that says whose it is. */
const assigned = new Set(['id', 'resourceId', 'elementId', 'objectId', 'ownerAccountId', 'createdDate', 'updatedDate', 'private'])

/** One line for each thing of `source` that `stored` has otherwise or not at all. Lists are compared by what their items are, whatever their order. */
export function findLost(source: unknown, stored: unknown, place = 'the element'): string[] {
  // Null says nothing (contract 1.12).
  if (source === null || source === undefined) return []
  if (Array.isArray(source))
    return Array.isArray(stored) ? findLostItems(source, stored, place) : [`${place}: expected a list, got ${show(stored)}`]
  if (typeof source !== 'object') return source === stored ? [] : [`${place}: expected ${show(source)}, got ${show(stored)}`]
  if (typeof stored !== 'object' || stored === null) return [`${place}: expected ${show(source)}, got ${show(stored)}`]
  return Object.entries(source)
    .filter(([name]) => !assigned.has(name))
    .flatMap(([name, value]) => findLost(value, (stored as Record<string, unknown>)[name], `${place}.${name}`))
}

/** The platform adds configuration items of its own (contract 2.3); to every other list it adds nothing. */
function findLostItems(source: readonly unknown[], stored: readonly unknown[], place: string): string[] {
  const left = [...stored]
  const lost: string[] = []
  for (const [at, item] of source.entries()) {
    const found = pick(item, left)
    if (found === -1) lost.push(`${place}[${at}] is missing: ${show(item)}`)
    else lost.push(...findLost(item, left.splice(found, 1)[0], `${place}[${at}]`))
  }
  const isExtensible = place.endsWith('.configuration')
  return isExtensible || left.length === 0 ? lost : [...lost, `${place}: ${left.length} more than there were, the first ${show(left[0])}`]
}

/** The item that is the same, or the one that has the same name. */
function pick(item: unknown, items: readonly unknown[]): number {
  const same = items.findIndex((other) => findLost(item, other).length === 0)
  if (same !== -1 || typeof item !== 'object') return same
  const name = nameOf(item)
  return items.findIndex((other) => name !== '' && nameOf(other) === name)
}

function nameOf(item: unknown): string {
  const { key, method, path, name, type } = (item ?? {}) as Record<string, unknown>
  return JSON.stringify([key, method, path, name, type])
}

function show(value: unknown): string {
  return (JSON.stringify(value) ?? 'nothing').slice(0, 120)
}
