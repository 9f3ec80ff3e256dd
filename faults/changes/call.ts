/** A call that was made, as the judges look at it. */
import type { Server } from '../../test/server-process.ts'
import type { Answer } from './api.ts'

export interface Call {
  readonly kind: 'change' | 'hub' | 'platform'
  readonly server: Server
  readonly startedAt: number
  readonly endedAt: number
  /** None: the connection broke. */
  readonly answer: Answer | undefined
  /** What the answer showed, by the name of what changes; undefined for a change, and for an answer that this call should not get. */
  readonly shown?: Readonly<Record<string, unknown>> | undefined
}
