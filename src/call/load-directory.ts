/** A directory of the element read from the vendor: ids ↔ names. */
import type { CompiledDirectory } from '../elements/compile/compiled.ts'
import { createError } from '../lib/errors.ts'
import { compileReader } from '../lib/json-path.ts'
import type { DirectoryEntry } from '../transform/transformation.ts'
import { readList } from './read-list.ts'
import type { CallSession } from './send.ts'
import type { DirectoryEntries, Kept } from './types.ts'

/** Reads a directory of the element. Throws what the vendor or the way to it answers. */
export async function loadDirectory(session: CallSession, name: string): Promise<Kept<DirectoryEntries>> {
  const directory = session.instance.element.directories[name]
  if (directory === undefined) throw createError('internal', { cause: new Error(`no directory ${name}`) })
  return { value: indexEntries(directory, await readList(session, directory)), seconds: directory.seconds }
}

function indexEntries(directory: CompiledDirectory, rows: readonly unknown[]): DirectoryEntries {
  const entryOfId = new Map<string, DirectoryEntry>()
  const idOfName = new Map<string, string>()
  const readId = compileReader(directory.id)
  const readNames = [directory.name].flat().map(compileReader)
  const readType = directory.type === undefined ? undefined : compileReader(directory.type)
  for (const row of rows) {
    const id = readId(row)
    const name = readNames.map((read) => read(row)).find((value) => value !== undefined && value !== null && value !== '')
    if (id === undefined || id === null || name === undefined) continue
    entryOfId.set(String(id), { name: String(name), ...describeType(directory, readType?.(row)) })
    // Two of one name: the first is meant, as vendors list the older one first.
    if (!idOfName.has(String(name))) idOfName.set(String(name), String(id))
  }
  return { entryOfId, idOfName }
}

function describeType({ types = {} }: CompiledDirectory, told: unknown): Omit<DirectoryEntry, 'name'> {
  if (typeof told !== 'string') return {}
  const type = Object.hasOwn(types, told) ? types[told] : undefined
  return type === undefined ? { vendorType: told } : { vendorType: told, type }
}
