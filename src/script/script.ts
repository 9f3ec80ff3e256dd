/** What a script is, and what whoever runs one must offer. Everything about the sandbox itself is behind `ScriptRunner`. */
import type { OctetError } from '../lib/errors.ts'
import type { ScriptReply, ScriptRequest } from './messages.ts'

/** A script of an element document, made once (`compileScript`) and run many times. */
export interface Script {
  readonly body: string
  /** The old dialect: the body ends with `return {…}` instead of `done({…})`. */
  readonly isLegacy: boolean
  /** For messages: `preRequest hook of GET /contacts`. */
  readonly name: string
  /** The names that occur in the body: a variable that is not among them need not be brought. */
  readonly mentions: ReadonlySet<string>
}

export interface ScriptRun {
  readonly script: Script
  /** At most one script runs for an account at a time, not counting those that wait for a call of this server. */
  readonly accountId: number
  readonly signal?: AbortSignal | undefined
  /** Takes out of the words of a script's error what must not be told: it has seen secrets. */
  readonly hide?: (text: string) => string
  /** Answers requests that are meant for this server itself; others go through the guarded door. */
  readonly ownServer?: OwnServer | undefined
}

export interface OwnServer {
  /** Whether a URL is this server's. */
  owns(url: string): boolean
  /** Never rejects. `bodyBytes` bounds the answer, `leftMs` the time. */
  answer(
    request: ScriptRequest,
    within: { readonly bodyBytes: number; readonly leftMs: number; readonly signal: AbortSignal },
  ): Promise<ScriptReply>
}

export interface ScriptCall extends ScriptRun {
  /** Context variables by name, as JSON could hold them; undefined stays undefined inside. */
  readonly variables: Readonly<Record<string, unknown>>
  /** Variables that are the parsed JSON of a text among `variables`, parsed inside the sandbox: name → name of the text. */
  readonly parsed?: Readonly<Record<string, string>>
}

/** A script and the many things it is to be run on, each time as if it were the only one. */
export interface ScriptList extends ScriptRun {
  /** Context variables of each run; all have the same names. */
  readonly each: readonly ScriptCall['variables'][]
  /** The variable that stands as the result where a run calls `done` with nothing, or not at all. */
  readonly keeps: string
}

/** What the first `done` was called with; empty for `done()`. */
export type ScriptResult = Readonly<Record<string, unknown>>

export interface ScriptRunner {
  /**
   * Runs a script. Throws script-failed (400) for an error of the script, script-silent (500) when it ended without `done`, script-timeout (500),
   * script-too-large (500) for its memory or its result, too-many-scripts (429) when its account has too many waiting.
   */
  run(call: ScriptCall): Promise<ScriptResult>
  /**
   * Runs a script on each of many, in a few turns of its account, in the time and size limits of one. What fails is an error in its place; where a run
   * used up the time or memory, those behind it are not tried. Rejects only with the reason of an aborted `signal`.
   */
  runEach(list: ScriptList): Promise<readonly (ScriptResult | OctetError)[]>
  close(): Promise<void>
}
