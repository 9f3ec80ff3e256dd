/** An element folder → the one element document that `POST /elements` takes and the export gives. Pure: reading the disk is read-folder.ts's. */
import type { ElementDocument } from './element-document.ts'
import { entryFolders, type FolderFiles, lengthenPath } from './layout.ts'
import { DocumentError, validateDocument } from './validate.ts'

type Json = Record<string, unknown>

/**
 * Joins the files of a folder. `resources` in element.json may name resource files in their order; without it they follow the alphabet.
 * @throws {DocumentError} naming the file, or the place in the joined document.
 */
export function joinFolder(files: FolderFiles): ElementDocument {
  return validateDocument(assembleFolder(files))
}

/**
 * What the files of a folder make together, not yet checked against the schema.
 * @throws {DocumentError} naming the file that is missing, cannot be parsed or is not of the form that its place asks for.
 */
export function assembleFolder(files: FolderFiles): unknown {
  const { resources: order, octet, ...element } = readObject(files, 'element.json')
  const hub = String(element['hub'])
  const resources = resourceFiles(files, order).flatMap((path) => readArray(files, path).map((item) => joinResource(item, hub)))
  const joined = joinOctet(files, octet as Json | undefined)
  const document = { ...element, resources, ...(joined === undefined ? {} : { octet: joined }) }
  return joinHooks(document, files)
}

/** The resource files in the order in which their resources stand in the document. `order` is `resources` of element.json. */
export function resourceFiles(files: FolderFiles, order: unknown): string[] {
  const present = [...files.keys()].filter((path) => /^resources\/[^/]+\.json$/.test(path)).sort()
  if (!Array.isArray(order)) return present
  const named = order.map((name) => `resources/${name}.json`)
  const left = present.find((path) => !named.includes(path))
  if (left !== undefined) throw new DocumentError(`element.json: resources names an order, but not ${left}`)
  return named
}

function joinResource(item: unknown, hub: string): unknown {
  if (typeof item !== 'object' || item === null) return item
  const { method, path, vendorMethod = method, ...rest } = item as Json
  return { method, path: typeof path === 'string' ? lengthenPath(path, hub) : path, vendorMethod, ...rest }
}

function joinOctet(files: FolderFiles, octet: Json | undefined): Json | undefined {
  const joined: Json = { ...octet }
  for (const folder of entryFolders) {
    const pattern = new RegExp(`^${folder}/([^/]+)\\.json$`)
    for (const path of [...files.keys()].sort()) {
      const name = pattern.exec(path)?.[1]
      if (name !== undefined) joined[folder] = { ...(joined[folder] as Json | undefined), [name]: readJson(files, path) }
    }
  }
  return octet === undefined && Object.keys(joined).length === 0 ? undefined : joined
}

/** Puts the scripts back into the hooks that name a file, of the element and of each resource. */
function joinHooks(document: Json, files: FolderFiles): Json {
  const join = (holder: unknown): unknown => {
    const hooks = (holder as { hooks?: unknown } | null)?.hooks
    if (!Array.isArray(hooks)) return holder
    return { ...(holder as Json), hooks: hooks.map((hook: Json) => joinHook(hook, files)) }
  }
  const joined = join(document) as Json
  return { ...joined, resources: (joined['resources'] as unknown[]).map(join) }
}

function joinHook({ bodyFile, ...hook }: Json, files: FolderFiles): Json {
  if (typeof bodyFile !== 'string') return hook
  const body = files.get(bodyFile)
  if (body === undefined) throw new DocumentError(`a hook names the file ${bodyFile}, which is not there`)
  return { ...hook, body }
}

function readJson(files: FolderFiles, path: string): unknown {
  const text = files.get(path)
  if (text === undefined) throw new DocumentError(`${path} is missing`)
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new DocumentError(`${path} is not valid JSON: ${(error as Error).message}`)
  }
}

function readObject(files: FolderFiles, path: string): Json {
  const value = readJson(files, path)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new DocumentError(`${path}: expected an object`)
  return value as Json
}

function readArray(files: FolderFiles, path: string): unknown[] {
  const value = readJson(files, path)
  if (!Array.isArray(value)) throw new DocumentError(`${path}: expected an array of resources`)
  return value
}
