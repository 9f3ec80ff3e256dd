/** A vendor list as the cache has it, or why it could not be read. */
import { createError, OctetError } from '../lib/errors.ts'
import type { CallSession } from './send.ts'
import type { Kept } from './types.ts'

/** A list that could not be read is not asked for again with every call. */
const secondsAfterFailure = 10

/** Gives what is kept under the name for the session's instance, or loads it. An error is kept too, for a little while, and given back as a value. */
export function keepList<T>(
  session: CallSession,
  name: string,
  load: (session: CallSession) => Promise<Kept<T>>,
): T | OctetError | Promise<T | OctetError> {
  // Others may wait for the same list: it does not end with the client that asked first.
  const shared: CallSession = { ...session, signal: undefined }
  return session.parts.directories.read<T | OctetError>(session.instance.id, name, () =>
    load(shared).catch((error: unknown) => ({
      value: error instanceof OctetError ? error : createError('internal', { cause: error }),
      seconds: secondsAfterFailure,
    })),
  )
}
