/** What a client's names in `where`, `fields` and `orderBy` are to the element. */
import type { MappingField } from './mapping-document.ts'

export interface QueryNames {
  readonly vendorPathOf: (path: string) => string | undefined
  readonly vendorPathsOf: (path: string) => readonly string[]
}

/**
 * Names are taken as written; lists may be named without their brackets (`users.name` for `users[*].name`), and then the element's are too.
 * A name inside of a field (`address.street` of `address`) is the same name inside of the element's.
 */
export function compileQueryNames(fields: readonly (MappingField & { readonly vendorPath: string })[]): QueryNames {
  const names = new Map<string, string>()
  const put = (path: string, vendorPath: string) => names.has(path) || names.set(path, vendorPath)
  for (const { path, vendorPath } of fields) put(path, vendorPath)
  for (const { path, vendorPath } of fields) put(dropLists(path), dropLists(vendorPath))
  const longest = Math.max(0, ...[...names.keys()].map(({ length }) => length))
  const vendorPathOf = (path: string) => names.get(path) ?? findInside(names, path, longest)
  return {
    vendorPathOf,
    vendorPathsOf: (path) => {
      const own = vendorPathOf(path)
      if (own !== undefined) return [own]
      const inner = [...names].filter(([name]) => name.startsWith(`${path}.`) || name.startsWith(`${path}[`))
      return [...new Set(inner.map(([, vendorPath]) => vendorPath))]
    },
  }
}

function dropLists(path: string): string {
  return path.replaceAll('[*]', '')
}

/** By the longest name that the path goes on from. */
function findInside(names: ReadonlyMap<string, string>, path: string, longest: number): string | undefined {
  for (let end = Math.min(path.length - 1, longest); end > 0; end--) {
    if (path[end] !== '.' && path[end] !== '[') continue
    const vendorPath = names.get(path.slice(0, end))
    if (vendorPath !== undefined) return vendorPath + path.slice(end)
  }
  return undefined
}
