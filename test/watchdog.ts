/**
 * Loaded into the process of each test file: one whose tests are over but which does not end, because something was left open, would hold up the whole run
 * for ever. It is ended as failed, and says what it had open. (A timer that is not counted ends no process that would end by itself.)
 */
import { propertyFactor } from './property-runs.ts'

/** Milliseconds; far above the slowest file. */
const longest = 4 * 60_000 * propertyFactor

setTimeout(() => {
  const open = [...new Set(process.getActiveResourcesInfo())].join(', ')
  process.stderr.write(`${process.argv[1]} did not end within ${longest / 60_000} minutes; still open: ${open}\n`)
  process.exit(1)
}, longest).unref()
