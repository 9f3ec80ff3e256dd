/** Rows are looked at in this process: others have their turn in between, and the call keeps to its time. */
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { CallSession } from '../send.ts'
import { findScanFault, refuseScan, type Scanned } from './refuse-scan.ts'

export interface Turns {
  /** Counts characters that are read of the row at hand. Throws scan-limit (400) when they are too many. */
  readonly spend: (characters: number) => void
  /** Between two rows: undefined to go on at once. Rejects with scan-timeout (502) when the call has used up its time. */
  readonly betweenRows: () => Promise<void> | undefined
}

/** Opens it for a scan that begins to look now. */
export function takeTurns(session: CallSession, scanned: Scanned): Turns {
  const { parts, budget } = session
  let since = parts.clock()
  let spent = 0
  const pause = async () => {
    await nextTurn()
    try {
      budget.within()
    } catch (error) {
      throw findScanFault(error, session, scanned)
    }
    since = parts.clock()
  }
  return {
    spend(characters) {
      spent += characters
      if (spent > mostOfRow) throw refuseScan(scanned, `${mostOfRow / 1e6} million characters of one record, over and over,`)
    },
    betweenRows() {
      spent = 0
      return Math.abs(parts.clock() - since) < turn ? undefined : pause()
    },
  }
}

/** Milliseconds. */
const turn = 20

/** Some tenths of a second. */
const mostOfRow = 100_000_000
