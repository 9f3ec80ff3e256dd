/** An element document → the files of its folder. `joinFolder(splitDocument(d))` equals `d`: what has no place as a file stays in element.json. */
import type { ElementDocument, ResourceDocument } from './element-document.ts'
import { entryFolders, isFileName, shortenPath } from './layout.ts'

type Json = Record<string, unknown>

/** Splits a document into files, path → text. Nothing of the document is left out. */
export function splitDocument(document: ElementDocument): Map<string, string> {
  const files = new Map<string, string>()
  const { resources, octet, ...element } = document
  const groups = groupResources(resources, document.hub)
  for (const [name, group] of groups) {
    files.set(`resources/${name}.json`, print(group.map((resource) => splitResource(resource, document.hub, files))))
  }
  const names = [...groups.keys()]
  const alphabetical = names.every((name, at) => at === 0 || `resources/${names[at - 1]}.json` < `resources/${name}.json`)
  const rest = octet === undefined ? undefined : splitOctet(octet as unknown as Json, files)
  files.set(
    'element.json',
    print({
      ...splitHooks(element as Json, { name: 'element', files }),
      ...(alphabetical ? {} : { resources: names }),
      ...(rest === undefined ? {} : { octet: rest }),
    }),
  )
  return files
}

/** Neighbours under the same first path segment share a file; a segment that comes again later gets a numbered one, so that the order is kept. */
function groupResources(resources: readonly ResourceDocument[], hub: string): Map<string, ResourceDocument[]> {
  const groups = new Map<string, ResourceDocument[]>()
  let last = { segment: '', name: '' }
  for (const resource of resources) {
    const segment = shortenPath(resource.path, hub).split('/')[1] ?? ''
    if (last.name === '' || segment !== last.segment) last = { segment, name: freeName(segment, groups) }
    groups.set(last.name, [...(groups.get(last.name) ?? []), resource])
  }
  return groups
}

function freeName(segment: string, taken: ReadonlyMap<string, unknown>): string {
  const base =
    segment
      .toLowerCase()
      .replace(/[^a-z0-9_-]/g, '')
      .slice(0, 40) || 'root'
  let name = base
  for (let count = 2; taken.has(name); count++) name = `${base}-${count}`
  return name
}

function splitResource(resource: ResourceDocument, hub: string, files: Map<string, string>): Json {
  const { method, path, vendorMethod, ...rest } = resource
  const short = shortenPath(path, hub)
  const name = `${short.split('/')[1] ?? ''}-${method}`.toLowerCase().replace(/[^a-z0-9_-]/g, '')
  const verb = vendorMethod === method ? {} : { vendorMethod }
  return splitHooks({ method, path: short, ...verb, ...rest }, { name, files })
}

function splitHooks(holder: Json, { name, files }: { name: string; files: Map<string, string> }): Json {
  const hooks = holder['hooks']
  if (!Array.isArray(hooks)) return holder
  return { ...holder, hooks: hooks.map((hook: Json) => splitHook(hook, { name, files })) }
}

function splitHook(hook: Json, { name, files }: { name: string; files: Map<string, string> }): Json {
  const { body, ...rest } = hook
  if (typeof body !== 'string' || body === '' || 'bodyFile' in hook) return hook
  const base = `hooks/${name}-${String(hook['type']).replace(/\W/g, '')}`
  let path = `${base}.js`
  for (let count = 2; files.has(path); count++) path = `${base}-${count}.js`
  files.set(path, body)
  return { ...rest, bodyFile: path }
}

function splitOctet(octet: Json, files: Map<string, string>): Json {
  const rest: Json = { ...octet }
  for (const folder of entryFolders) {
    const entries = rest[folder] as Json | undefined
    if (entries === undefined || Object.keys(entries).length === 0) continue
    const kept = Object.entries(entries).filter(([name]) => !isFileName(name))
    for (const [name, value] of Object.entries(entries)) if (isFileName(name)) files.set(`${folder}/${name}.json`, print(value))
    if (kept.length > 0) rest[folder] = Object.fromEntries(kept)
    else delete rest[folder]
  }
  return rest
}

function print(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`
}
