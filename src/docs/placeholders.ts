/** Paths of a document: of the same shape only one may stand in it, and no placeholder twice in a path (Swagger 2.0, path templating). */

export interface ShownPath {
  readonly path: string
  /** The names of its placeholders in order. */
  readonly names: readonly string[]
}

const placeholder = /\{([^/{}]+)\}/g

/** Gives a path the form under which the document has it: the first of a shape names the placeholders, here as in `known` (shape → path). */
export function showPath(path: string, known: Map<string, ShownPath>): ShownPath {
  const shape = eraseNames(path)
  const there = known.get(shape)
  if (there !== undefined) return there
  const names: string[] = []
  const shown = path.replace(placeholder, (_, name: string) => {
    let free = name
    for (let count = 2; names.includes(free); count++) free = `${name}${count}`
    names.push(free)
    return `{${free}}`
  })
  known.set(shape, { path: shown, names })
  return { path: shown, names }
}

/** The names of a path's placeholders as its author wrote them, in order. */
export function listPlaceholders(path: string): string[] {
  return [...path.matchAll(placeholder)].map((match) => match[1]!)
}

/** The shape of a path: equal for paths that differ in the names of their placeholders alone. */
export function eraseNames(path: string): string {
  return path.replace(placeholder, '{}')
}
