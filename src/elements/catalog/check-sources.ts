/** Checks the sources of the system's elements. Many are checked in a thread: reading large definitions would hold up everything else. */
import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { ElementSource } from '../document/element-sources.ts'
import { type CheckedSource, checkSource } from './check-source.ts'
import type { CheckReply } from './check-thread.ts'

/** So few are checked before a thread has started. */
const fewSources = 8
/** The young objects of a definition that is read are garbage soon after: little room for them makes short pauses. */
const threadLimits = { maxYoungGenerationSizeMb: 16, maxOldGenerationSizeMb: 512 }

/** Checks all, one after the other. @throws {Error} naming the first that is wrong, the place and the reason. */
export async function checkSources(sources: readonly ElementSource[]): Promise<readonly CheckedSource[]> {
  if (sources.length > fewSources) return checkInThread(sources.map(({ path }) => path))
  const checked: CheckedSource[] = []
  for (const source of sources) checked.push(await checkSource(source))
  return checked
}

async function checkInThread(paths: readonly string[]): Promise<readonly CheckedSource[]> {
  const thread = new Worker(new URL('./check-thread.ts', import.meta.url), { workerData: paths, resourceLimits: threadLimits })
  try {
    const [reply] = (await once(thread, 'message')) as [CheckReply]
    if ('failure' in reply) throw new Error(reply.failure)
    return reply.checked
  } finally {
    await thread.terminate()
  }
}
