/** Operation ids as clients know them from the original (contract 2.11): `getContacts`, `updateContactById`, `getObjectsObjectNameMetadata`. */

const verbs: Readonly<Record<string, string>> = { GET: 'get', POST: 'create', PUT: 'replace', PATCH: 'update', DELETE: 'delete' }

/**
 * The id of an operation. Names of the path follow each other; the last is singular where one record is meant. A placeholder at the end is what
 * it is found by, in the middle it is left out, `{objectName}` excepted: that one is a name.
 */
export function nameOperation(method: string, path: string): string {
  const segments = path.split('/').filter((segment) => segment !== '')
  const last = /^\{(.+)\}$/.exec(segments.at(-1) ?? '')?.[1]
  const names = (last === undefined ? segments : segments.slice(0, -1))
    .filter((segment) => !segment.startsWith('{') || segment === '{objectName}')
    .map(capitalise)
  const isList = method === 'GET' && last === undefined
  const end = names.pop() ?? ''
  const words = [...names, isList ? end : makeSingular(end), ...(last === undefined ? [] : ['By', capitalise(last)])]
  return (verbs[method] ?? method.toLowerCase()) + (words.join('') || 'Root')
}

/** Gives each id out once: one that is taken gets a number. */
export function createIdRegistry(): (id: string) => string {
  const taken = new Set<string>()
  return (id) => {
    let free = id
    for (let count = 2; taken.has(free); count++) free = `${id}_${count}`
    taken.add(free)
    return free
  }
}

/** `ies` → `y`, otherwise without the last `s`: the original knows no exceptions (`addresses` → `addresse`). */
function makeSingular(name: string): string {
  if (name.endsWith('ies')) return `${name.slice(0, -3)}y`
  return name.endsWith('s') ? name.slice(0, -1) : name
}

function capitalise(segment: string): string {
  const words = segment.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '')
  return words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('')
}
