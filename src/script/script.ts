/** What a script is, and what whoever runs one must offer. Everything about the sandbox itself is behind `ScriptRunner`. */

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

export interface ScriptCall {
  readonly script: Script
  /** At most one script runs for an account at a time. */
  readonly accountId: number
  /** Context variables by name, as JSON could hold them; undefined stays undefined inside. */
  readonly variables: Readonly<Record<string, unknown>>
  /** Variables that are the parsed JSON of a text among `variables`, parsed inside the sandbox: name → name of the text. */
  readonly parsed?: Readonly<Record<string, string>>
  readonly signal?: AbortSignal
  /** Takes out of the words of a script's error what must not be told: it has seen secrets. */
  readonly hide?: (text: string) => string
}

/** What the first `done` was called with; empty for `done()`. */
export type ScriptResult = Readonly<Record<string, unknown>>

export interface ScriptRunner {
  /**
   * Runs a script. Throws script-failed (400) for an error of the script, script-silent (500) when it ended without `done`, script-timeout (500),
   * script-too-large (500) for its memory or its result, too-many-scripts (429) when its account has too many waiting.
   */
  run(call: ScriptCall): Promise<ScriptResult>
  close(): Promise<void>
}
