/** The thread of check-sources.ts: checks what it is given and tells what it found, or what is wrong. */
import { parentPort, workerData } from 'node:worker_threads'
import { openElementSource } from '../document/element-sources.ts'
import { type CheckedSource, checkSource } from './check-source.ts'

/** What the thread answers, once for all sources. */
export type CheckReply = { readonly checked: readonly CheckedSource[] } | { readonly failure: string }

async function checkAll(paths: readonly string[]): Promise<CheckReply> {
  const checked: CheckedSource[] = []
  try {
    for (const path of paths) checked.push(await checkSource(openElementSource(path)))
    return { checked }
  } catch (error) {
    return { failure: (error as Error).message }
  }
}

parentPort?.postMessage(await checkAll(workerData as readonly string[]))
