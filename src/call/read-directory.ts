/** Names of vendor-defined fields, from the lists that the element declares as directories. */
import { createError, OctetError } from '../lib/errors.ts'
import { compileReader } from '../lib/json-path.ts'
import { buildSideRequest } from './build-request.ts'
import { readContent } from './read-content.ts'
import { type CallSession, sendToVendor } from './send.ts'
import type { DirectoryEntries, Kept } from './types.ts'

/** A list that could not be read is not asked for again with every call. */
const secondsAfterFailure = 10

type Answer = DirectoryEntries | OctetError

/** Names → ids for a write; throws what reading the list threw: a field must not be lost because its id is not known. */
export async function readCustomIds(session: CallSession, name: string): Promise<ReadonlyMap<string, string>> {
  const answer = await readDirectory(session, name)
  if (answer instanceof OctetError) throw answer
  return answer.idOfName
}

/** Ids → names for a read; undefined when the list could not be read: the other fields are still worth answering. */
export async function readCustomNames(session: CallSession, name: string): Promise<ReadonlyMap<string, string> | undefined> {
  const answer = await readDirectory(session, name)
  return answer instanceof OctetError ? undefined : answer.nameOfId
}

function readDirectory(session: CallSession, name: string): Answer | Promise<Answer> {
  // Others may wait for the same list: it does not end with the client that asked first.
  const shared: CallSession = { ...session, signal: undefined }
  return session.parts.directories.read<Answer>(session.instance.id, `directory ${name}`, () => load(shared, name))
}

async function load(session: CallSession, name: string): Promise<Kept<Answer>> {
  try {
    return await loadDirectory(session, name)
  } catch (error) {
    const known = error instanceof OctetError ? error : createError('internal', { cause: error })
    return { value: known, seconds: secondsAfterFailure }
  }
}

async function loadDirectory(session: CallSession, name: string): Promise<Kept<Answer>> {
  const directory = session.instance.element.directories[name]
  if (directory === undefined) throw createError('internal', { cause: new Error(`no directory ${name}`) })
  const request = buildSideRequest(session, { vendorPath: directory.path, path: {}, query: Object.entries(directory.query ?? {}) })
  const content = await readContent(session, await sendToVendor(session, request), true)
  const list = content.kind === 'json' ? compileReader(directory.root)(content.value) : undefined
  const nameOfId = new Map<string, string>()
  const idOfName = new Map<string, string>()
  const readId = compileReader(directory.id)
  const readNames = [directory.name].flat().map(compileReader)
  for (const item of Array.isArray(list) ? list : []) {
    const id = readId(item)
    const label = readNames.map((read) => read(item)).find((value) => value !== undefined && value !== null && value !== '')
    if (id === undefined || id === null || label === undefined) continue
    nameOfId.set(String(id), String(label))
    // Two of one name: the first is meant, as vendors list the older one first.
    if (!idOfName.has(String(label))) idOfName.set(String(label), String(id))
  }
  return { value: { nameOfId, idOfName }, seconds: directory.seconds }
}
