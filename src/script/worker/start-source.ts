/** The text of `guest/start.js`. */
import { readFileSync } from 'node:fs'

/** Reads it from disk. */
export function readStartSource(): string {
  return readFileSync(new URL('../guest/start.js', import.meta.url), 'utf8')
}
