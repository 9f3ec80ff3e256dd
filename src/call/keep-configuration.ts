/** What hooks and `source: response` parameters change in the configuration: seen by the rest of the call, and stored (contract 13.2). */
import type { CallSession } from './send.ts'
import type { Values } from './types.ts'

/** Takes the changed values into the session and has them stored; nothing happens when none differs. */
export async function keepConfiguration(session: CallSession, values: Values): Promise<void> {
  const changes: Record<string, string | null> = {}
  for (const [key, value] of Object.entries(values)) {
    const present = Object.hasOwn(session.configuration, key) ? session.configuration[key] : undefined
    if ((present ?? null) !== value) changes[key] = value
  }
  if (Object.keys(changes).length === 0) return
  session.configuration = { ...session.configuration, ...changes }
  await session.instance.keep(changes)
}
