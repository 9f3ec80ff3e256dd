/** How deep parsed JSON is nested: whatever walks a value calls itself, and a stack has an end. (The parser itself calls nothing, and walking is ten times cheaper than counting brackets in the text.) */

/** Whether arrays and objects stand in each other more than `limit` times. Looks no deeper than that. */
export function isDeeperThan(value: unknown, limit: number): boolean {
  return typeof value === 'object' && value !== null && (limit <= 0 || holdsDeeperThan(value, limit - 1))
}

function holdsDeeperThan(parent: object, limit: number): boolean {
  if (Array.isArray(parent)) {
    for (let at = 0; at < parent.length; at++) if (isDeeperThan(parent[at], limit)) return true
    return false
  }
  for (const name in parent) if (isDeeperThan((parent as Record<string, unknown>)[name], limit)) return true
  return false
}
