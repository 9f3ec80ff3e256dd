/** From a script body of an element document to a `Script`: pure and cheap. A body that is no JavaScript is found out when it runs. */
import type { Script } from './script.ts'

export interface ScriptSource {
  readonly body: string
  /** The old dialect: the value of `return` counts, `done` is optional. */
  readonly isLegacy: boolean
  /** For messages: `preRequest hook of GET /contacts`. */
  readonly name: string
}

/** Makes a script of a body. Never throws (trap 20: elements with broken scripts can be stored). */
export function compileScript({ body, isLegacy, name }: ScriptSource): Script {
  return { body, isLegacy, name, mentions: new Set(body.match(/[A-Za-z_$][\w$]*/g)) }
}
