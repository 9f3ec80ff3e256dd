/** `CE.b64(…)` and its siblings within the literal text of a parameter (contract 12.5): the helpers that hooks have, where no hook is needed. */
import { createHash } from 'node:crypto'

type Helper = (text: string) => string

const digest = (algorithm: string): Helper => {
  return (text) => createHash(algorithm).update(text, 'utf8').digest('hex')
}

const helpers: Readonly<Record<string, Helper>> = {
  b64: (text) => Buffer.from(text, 'utf8').toString('base64'),
  decode64: (text) => Buffer.from(text, 'base64').toString('utf8'),
  md5: digest('md5'),
  sha1: digest('sha1'),
  sha256: digest('sha256'),
}

const opening = /CE\.(\w+)\(/g

/** Evaluates every call of a helper, inner ones first; `fill` turns the text between into what it stands for, so that no value is read as a call. */
export function evaluateHelpers(text: string, fill: (text: string) => string): string {
  return replaceHelpers(text, { fill, between: fill, write: (value) => value })
}

export interface Replacing {
  /** Turns the text within a call into what it stands for. */
  readonly fill: (text: string) => string
  /** What becomes of the text between the calls. */
  readonly between: (text: string) => string
  /** What stands for the value of a call. */
  readonly write: (value: string) => string
}

/** Evaluates every outermost call of a helper and writes something in its place. */
export function replaceHelpers(text: string, { fill, between, write }: Replacing): string {
  let written = ''
  let end = 0
  for (const match of text.matchAll(opening)) {
    const helper = readHelper(match[1]!)
    if (match.index < end || helper === undefined) continue
    const start = match.index + match[0].length
    const close = findClose(text, start)
    if (close === -1) continue
    written += between(text.slice(end, match.index)) + write(helper(evaluateHelpers(text.slice(start, close), fill)))
    end = close + 1
  }
  return written + between(text.slice(end))
}

function readHelper(name: string): Helper | undefined {
  return Object.hasOwn(helpers, name) ? helpers[name] : undefined
}

/** The parenthesis that closes the one before `start`; -1 when none does. */
function findClose(text: string, start: number): number {
  let depth = 1
  for (let at = start; at < text.length; at++) {
    if (text[at] === '(') depth++
    else if (text[at] === ')' && --depth === 0) return at
  }
  return -1
}
