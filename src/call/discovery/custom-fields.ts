/** The fields that a vendor's user has defined, as a directory of the element lists them. */
import type { DirectoryEntry } from '../../transform/transformation.ts'
import { readDirectory } from '../read-directory.ts'
import type { CallSession } from '../send.ts'

/** Reads them; of two with one name the one that a write means. Throws what reading the list throws. */
export async function readCustomFields(session: CallSession, directory: string): Promise<readonly DirectoryEntry[]> {
  const { entryOfId, idOfName } = await readDirectory(session, directory)
  return [...idOfName.values()].map((id) => entryOfId.get(id)!)
}
