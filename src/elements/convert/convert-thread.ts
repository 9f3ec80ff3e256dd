/** The thread of run-conversion.ts: converts the one definition that it is given, and writes the element as JSON. */
import { parentPort, workerData } from 'node:worker_threads'
import { UnreadableDefinition } from './converted-element.ts'
import { converters } from './converters.ts'

export interface ConversionTask {
  /** One of `converters`. */
  readonly type: string
  readonly text: string
}

/** What the thread answers, once: the element's JSON (UTF-8), or why there is none. */
export type ConversionReply = { readonly json: Uint8Array } | { readonly refusal: string }

function run({ type, text }: ConversionTask): ConversionReply {
  try {
    return { json: new TextEncoder().encode(JSON.stringify(converters[type]!(text))) }
  } catch (error) {
    if (error instanceof UnreadableDefinition) return { refusal: error.reason }
    throw error
  }
}

const reply = run(workerData as ConversionTask)
parentPort?.postMessage(reply, 'json' in reply ? [reply.json.buffer as ArrayBuffer] : [])
