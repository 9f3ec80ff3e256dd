/** The vendor lists that the element declares as directories, as the cache has them. */
import { OctetError } from '../lib/errors.ts'
import type { DirectoryEntry } from '../transform/transformation.ts'
import { keepList } from './keep-list.ts'
import { loadDirectory } from './load-directory.ts'
import type { CallSession } from './send.ts'
import type { DirectoryEntries } from './types.ts'

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

function readAnswer(session: CallSession, name: string) {
  return keepList(session, `directory ${name}`, (shared) => loadDirectory(shared, name))
}
