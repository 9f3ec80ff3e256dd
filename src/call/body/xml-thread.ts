/** A thread of xml-reader.ts: parses one document after the other, and answers with its JSON, which is quick to read. */
import { parentPort } from 'node:worker_threads'
import { parseXml, UnreadableXml } from './read-xml.ts'

/** What the thread answers to a document: its JSON, or why there is none. */
export type XmlReply = { readonly json: string } | { readonly reason: string; readonly isTooLarge: boolean }

function read(text: string): XmlReply {
  try {
    return { json: JSON.stringify(parseXml(text)) }
  } catch (error) {
    if (error instanceof UnreadableXml) return { reason: error.reason, isTooLarge: error.isTooLarge }
    throw error
  }
}

parentPort?.on('message', (text: string) => parentPort?.postMessage(read(text)))
