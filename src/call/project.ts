/** `fields=a,b.c`: the platform's projection on hub names (contract 6.4). Exactly what was asked for is answered, ids included only when named. */

/** Compiles a list of dotted paths; a path into a list of objects picks from each of them. */
export function compileProjection(paths: readonly string[]): (record: unknown) => unknown {
  const whole = new Set<string>()
  const nested = new Map<string, string[]>()
  for (const path of paths) {
    const dot = path.indexOf('.')
    if (dot === -1) whole.add(path)
    else nested.set(path.slice(0, dot), [...(nested.get(path.slice(0, dot)) ?? []), path.slice(dot + 1)])
  }
  const inner = new Map([...nested].map(([name, rest]) => [name, compileProjection(rest)]))
  return function project(record): unknown {
    if (Array.isArray(record)) return record.map(project)
    if (typeof record !== 'object' || record === null) return record
    const picked: [string, unknown][] = []
    for (const [name, value] of Object.entries(record)) {
      const within = inner.get(name)
      if (whole.has(name)) picked.push([name, value])
      else if (within !== undefined) picked.push([name, within(value)])
      // A flat record may hold a dotted name as it is.
      else if (paths.includes(name)) picked.push([name, value])
    }
    return Object.fromEntries(picked)
  }
}
