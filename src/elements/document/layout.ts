/**
 * How an element document lies in a folder: which member goes to which file. `join.ts` and `split.ts` read and write this one layout.
 *
 *   element.json                 everything that has no file of its own
 *   resources/<name>.json        the resources under one first path segment, as an array; paths without `/hubs/{hub}`
 *   objects/<name>.json          one entry of octet.objects
 *   transformations/<name>.json  one entry of octet.transformations
 *   values/<name>.json           one entry of octet.values
 *   aliases/<name>.json          one entry of octet.aliases
 *   hooks/<name>.js              the body of a hook; the hook names the file in `bodyFile`
 */

/** An element folder as text: path with forward slashes → content. */
export type FolderFiles = ReadonlyMap<string, string>

/** The entries of `octet` that lie one file an entry. */
export const entryFolders = ['transformations', 'objects', 'values', 'aliases'] as const

/** A name that is safe as a file's on every file system, and keeps its case apart from others. */
export function isFileName(name: string): boolean {
  return /^[a-z0-9][a-z0-9_-]{0,60}$/.test(name)
}

/** The path of a resource within its hub, as it stands in a resource file; a path of another hub stays whole. */
export function shortenPath(path: string, hub: string): string {
  const prefix = `/hubs/${hub}/`
  const rest = path.slice(prefix.length - 1)
  return path.startsWith(prefix) && !rest.startsWith('/hubs/') ? rest : path
}

/** The opposite of `shortenPath` (contract 2.3: a path without a hub gets the element's). */
export function lengthenPath(path: string, hub: string): string {
  return path.startsWith('/hubs/') ? path : `/hubs/${hub}${path}`
}
