/** What the server and a thread of the sandbox tell each other. Plain data; values cross as JSON or text, never as objects of either side. */
import type { InterpreterCode } from './web-assembly.ts'

/** A script and what it is to be run on, one input after another, each as if it were the only one. */
export interface Job {
  readonly body: string
  readonly isLegacy: boolean
  /** Names of the context variables, in the order of the function's parameters. */
  readonly names: readonly string[]
  readonly inputs: readonly JobInput[]
  /** Variables parsed inside: name → name of a variable that is a text. */
  readonly parsed: Readonly<Record<string, string>>
  /** The variable that stands as the result when `done` is called with nothing, or not at all; without it those are `{}` and script-silent. */
  readonly keeps?: string
}

export interface JobInput {
  /** JSON of an object: the values of variables that are not among `texts`; a name in neither is undefined. */
  readonly values: string
  /** Long texts by name: handed over as they are. */
  readonly texts: Readonly<Record<string, string>>
}

/** How the script ended on one input: the JSON of an object, or why not. */
export type Ending = { readonly result: string } | { readonly failure: Failure }

export interface ScriptRequest {
  readonly url: string
  readonly method: string
  readonly headers: Readonly<Record<string, string>>
  /** Text, or base64 when `isBase64`. */
  readonly body?: string
  readonly isBase64?: boolean
  readonly timeoutMs?: number
  /** Whether redirects of a GET are followed. */
  readonly follow?: boolean
}

export type ScriptReply =
  | {
      readonly status: number
      readonly headers: Readonly<Record<string, string | string[]>>
      /** The body as text when it is UTF-8, else as base64. */
      readonly body: string
      readonly isBase64: boolean
    }
  | { readonly error: string; readonly code: string }

export type ToWorker =
  | { readonly type: 'run'; readonly run: number; readonly job: Job }
  | { readonly type: 'reply'; readonly run: number; readonly id: number; readonly reply: ScriptReply }
  | { readonly type: 'cancel'; readonly run: number }

export interface Failure {
  readonly code: 'script-failed' | 'script-silent' | 'script-timeout' | 'script-too-large'
  readonly reason: string
  /** Line of the body, from 1. */
  readonly line?: number
}

export type FromWorker = {
  readonly run: number
} /** `isWorn`: the thread cannot go back to its usual priority. */ /** The inputs that were dealt with, in order. Those behind them have to come again, unless the last one ran out of time or memory. */ & (
  | { readonly type: 'ended'; readonly endings: readonly Ending[]; readonly isWorn: boolean }
  /** The script waits for network or a timer; the thread is idle until `resumed`. */
  | { readonly type: 'parked' }
  | { readonly type: 'resumed' }
  | { readonly type: 'request'; readonly id: number; readonly request: ScriptRequest }
  | { readonly type: 'console'; readonly level: string; readonly text: string }
)

/** What a thread is started with. */
export interface WorkerSettings {
  /** The interpreter, compiled once for all threads. */
  readonly interpreter: InterpreterCode
  /** Shared with the thread: one number, of the run that is no longer wanted. Heard while a script computes. */
  readonly cancelled: Int32Array<SharedArrayBuffer>
  readonly activeMs: number
  readonly memoryBytes: number
  readonly resultBytes: number
  readonly resultValues: number
  readonly resultDepth: number
  readonly consoleBytes: number
  /** On one input. */
  readonly requests: number
  readonly passConsole: boolean
}
