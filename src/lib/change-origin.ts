/** Who asked for the change that is being made, and from where: set by the door around a platform call, read where a change is put on record. */
import { AsyncLocalStorage } from 'node:async_hooks'
import type { Caller } from './caller.ts'

export interface ChangeOrigin {
  readonly requestId: string
  readonly method: string
  /** Path and allow-listed parameters only. */
  readonly uri: string
  readonly clientAddress: string
  /** Undefined where nobody is known yet (a log-in, a sign-up). */
  readonly caller: Caller | undefined
}

const origins = new AsyncLocalStorage<ChangeOrigin>()

/** Runs `work` and everything it starts with this origin. */
export function withOrigin<T>(origin: ChangeOrigin, work: () => T): T {
  return origins.run(origin, work)
}

/** The origin of what runs now; undefined: the server's own doing (a schedule, a command). */
export function currentOrigin(): ChangeOrigin | undefined {
  return origins.getStore()
}
