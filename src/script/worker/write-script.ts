/** From a job to what the interpreter compiles, and from what it threw to a failure in words. */
import type { Failure, Job } from '../messages.ts'

const libraryCall = /\brequire\s*\(\s*(['"`])([\w/:]+)\1\s*\)/g

/** The libraries that a body names, sorted: those that are loaded ahead of it. Others are loaded when the script asks. */
export function findLibraries(body: string, known: readonly string[]): string[] {
  const names = [...body.matchAll(libraryCall)].map(([, , name]) => name!.replace(/^node:/, ''))
  return [...new Set(names)].filter((name) => known.includes(name)).sort()
}

/**
 * A sloppy function whose parameters are the context variables (contract 13.3). The block lets a script declare a name of its own with `let` that is also
 * a variable's. The body starts on line 1.
 */
export function writeScript({ body, names }: Pick<Job, 'body' | 'names'>): string {
  return `(function (${names.join(', ')}) {{ ${body}\n}})`
}

/** Reads `{name, message, stack}` as the sandbox tells it; it may be anything. */
export function readFailure(text: string, isLegacy: boolean): Failure {
  const { name, message, stack } = readError(text)
  if (name === 'InternalError' && message === 'out of memory') return { code: 'script-too-large', reason: 'its memory' }
  const line = /script\.js:(\d+)/.exec(stack ?? '')?.[1]
  const said = [name, message].filter((part) => part !== undefined && part !== '').join(': ')
  const what = said.slice(0, longestError) || 'something that is no error was thrown'
  const hint = isLegacy && /not a function/.test(what) ? ' (methods of Java objects, such as getArray(), are not available)' : ''
  return { code: 'script-failed', reason: what + hint, ...(line !== undefined && { line: Number(line) }) }
}

/** Characters. */
const longestError = 2000

function readError(text: string): { name?: string | undefined; message?: string | undefined; stack?: string | undefined } {
  try {
    const { name, message, stack } = JSON.parse(text) as Record<string, unknown>
    return { name: readText(name), message: readText(message), stack: readText(stack) }
  } catch {
    return {}
  }
}

function readText(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}
