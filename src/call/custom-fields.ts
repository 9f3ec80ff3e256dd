/** The fields that a vendor's user has defined, as the vendor lists them. */
import type { DirectoryEntry } from '../transform/transformation.ts'
import { openBudget } from './budget.ts'
import { readDirectory } from './read-directory.ts'
import type { CallInstance, CallParts } from './types.ts'

/** Reads them from a directory of the element; of two with one name the one that a write means. Throws what reading the list throws, or too-many-calls (429). */
export async function readCustomFields(parts: CallParts, instance: CallInstance, directory: string): Promise<readonly DirectoryEntry[]> {
  const release = parts.limits.acquire(instance.id)
  try {
    const session = {
      parts,
      instance,
      signal: undefined,
      budget: openBudget(parts.clock, parts.budget),
      credential: instance.credential,
      configuration: instance.configuration,
    }
    const { entryOfId, idOfName } = await readDirectory(session, directory)
    return [...idOfName.values()].map((id) => entryOfId.get(id)!)
  } finally {
    release()
  }
}
