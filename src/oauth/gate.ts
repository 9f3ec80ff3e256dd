/** Lets so many pieces of work run at once, shared out by key: a key whose work hangs leaves room for the others. Those who wait are let in by turns. */
import type { Schedule } from './schedule.ts'

export interface GateOptions {
  /** Pieces of work in all. */
  readonly total: number
  /** Of one key. */
  readonly perKey: number
  /** Of the total, so many are for keys that have nothing running. */
  readonly reserved: number
  /** How long one waits to be let in, ms. */
  readonly patienceMs: number
  readonly schedule: Schedule
}

export interface Entry<T> {
  readonly key: string
  readonly work: () => Promise<T>
  /** Done instead when the work has not been let in in time. */
  readonly late: () => Promise<T>
}

export type Gate = <T>(entry: Entry<T>) => Promise<T>

interface Line {
  running: number
  /** Those who wait, in order; each is told that it has been let in. */
  readonly waiting: Set<() => void>
}

export function createGate({ total, perKey, reserved, patienceMs, schedule }: GateOptions): Gate {
  const lines = new Map<string, Line>()
  let free = total

  const mayEnter = ({ running }: Line) => (running === 0 ? free > 0 : running < perKey && free > reserved)

  function enter(line: Line): void {
    free--
    line.running++
  }

  function leave(key: string, line: Line): void {
    free++
    line.running--
    dropEmpty(key, line)
    for (const [each, next] of lines) {
      const [letIn] = next.waiting
      if (letIn === undefined || !mayEnter(next)) continue
      next.waiting.delete(letIn)
      // To the end of the round.
      lines.delete(each)
      lines.set(each, next)
      enter(next)
      letIn()
      return
    }
  }

  function dropEmpty(key: string, line: Line): void {
    if (line.running === 0 && line.waiting.size === 0) lines.delete(key)
  }

  /** False when it took too long. */
  function waitIn(key: string, line: Line): Promise<boolean> {
    return new Promise((resolve) => {
      const letIn = () => {
        cancel()
        resolve(true)
      }
      const cancel = schedule(() => {
        line.waiting.delete(letIn)
        dropEmpty(key, line)
        resolve(false)
      }, patienceMs)
      line.waiting.add(letIn)
    })
  }

  return async ({ key, work, late }) => {
    const line = lines.get(key) ?? { running: 0, waiting: new Set() }
    lines.set(key, line)
    if (line.waiting.size === 0 && mayEnter(line)) enter(line)
    else if (!(await waitIn(key, line))) return late()
    try {
      return await work()
    } finally {
      leave(key, line)
    }
  }
}
