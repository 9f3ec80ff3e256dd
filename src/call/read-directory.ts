/** The vendor lists that the element declares as directories, as the cache has them. */
import { createError, OctetError } from '../lib/errors.ts'
import type { DirectoryEntry } from '../transform/transformation.ts'
import { loadDirectory } from './load-directory.ts'
import type { CallSession } from './send.ts'
import type { DirectoryEntries, Kept } from './types.ts'

/** A list that could not be read is not asked for again with every call. */
const secondsAfterFailure = 10

type Answer = DirectoryEntries | OctetError

/** Reads a directory; throws what reading the list threw: a write must not lose a field because its id is not known. */
export async function readDirectory(session: CallSession, name: string): Promise<DirectoryEntries> {
  const answer = await readAnswer(session, name)
  if (answer instanceof OctetError) throw answer
  return answer
}

/** Ids → entries for a read; undefined when the list could not be read: the other fields are still worth answering. */
export async function readEntries(session: CallSession, name: string): Promise<ReadonlyMap<string, DirectoryEntry> | undefined> {
  const answer = await readAnswer(session, name)
  return answer instanceof OctetError ? undefined : answer.entryOfId
}

function readAnswer(session: CallSession, name: string): Answer | Promise<Answer> {
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
