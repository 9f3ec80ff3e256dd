/** Between a vendor's reply and our commit the only copy of what it granted is in memory: a store that stumbles is asked again for a while. */
import { OctetError } from '../lib/errors.ts'
import { isDataError } from '../store/error-kinds.ts'

/** Milliseconds between the tries. */
const pauses = [100, 400, 1500, 4000]

/**
 * Stores what must not be lost, trying again for six seconds. `store` must be safe to repeat: a try that failed may have been committed.
 * Rejects with the last error, at once with what another try would only repeat: our own errors, and values that the database refuses.
 */
export async function storePatiently<T>(store: () => Promise<T>, pause: (milliseconds: number) => Promise<void>): Promise<T> {
  for (const milliseconds of pauses) {
    try {
      return await store()
    } catch (error) {
      if (error instanceof OctetError || isDataError(error)) throw error
    }
    await pause(milliseconds)
  }
  return store()
}
