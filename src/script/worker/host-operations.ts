/** What the inside of the sandbox may ask the thread at once: pure answers from text to text, nothing with a name or a handle of the host. */
import { createHash, createHmac } from 'node:crypto'
import { findCountry, findCurrencySymbol } from './countries.ts'
import type { Libraries } from './libraries.ts'

/** One answer: a value, or the message of an Error to be thrown inside. Both cross as JSON. */
export type Answer = { readonly value: unknown } | { readonly error: string }

type Operation = (value: never) => unknown

const urlParts = ['href', 'origin', 'protocol', 'username', 'password', 'host', 'hostname', 'port', 'pathname', 'search', 'hash'] as const

function readUrl({ url, base, set }: { url: string; base?: string; set?: [name: string, value: string] }): Record<string, string> {
  const parsed = URL.parse(url, base)
  if (parsed === null) throw new Error(`Invalid URL: ${url.slice(0, 200)}`)
  const name = urlParts.find((part) => part === set?.[0] && part !== 'origin')
  if (name !== undefined) (parsed as unknown as Record<string, string>)[name] = set![1]
  return Object.fromEntries(urlParts.map((part) => [part, parsed[part]]))
}

const algorithms = ['md5', 'sha1', 'sha224', 'sha256', 'sha384', 'sha512', 'ripemd160']

function hash({ algorithm, encoding, key, text }: { algorithm: string; encoding: string; key?: string; text: string }): string {
  const name = algorithm.toLowerCase().replace(/^sha-/, 'sha')
  if (!algorithms.includes(name)) throw new Error(`Unknown hash algorithm ${algorithm.slice(0, 50)}; known: ${algorithms.join(', ')}`)
  const form = encoding.toLowerCase()
  if (form !== 'hex' && form !== 'base64' && form !== 'base64url')
    throw new Error(`Unknown encoding ${encoding.slice(0, 50)}; known: hex, base64, base64url`)
  const state = key === undefined ? createHash(name) : createHmac(name, key)
  return state.update(text).digest(form)
}

/** Creates the table of operations. `consoleBytes` is how much of the console is wanted. Values are what scripts make of them: of any kind. */
export function createOperations(parts: {
  readonly libraries: Libraries
  readonly consoleBytes: number
  readonly console: (line: unknown) => void
  /** Sends a request, whose reply comes later. Throws an Error for what is none. */
  readonly request: (message: unknown) => void
}): (name: string, value: unknown) => Answer {
  const operations: Readonly<Record<string, Operation>> = {
    library: (name: string) => parts.libraries.find(name),
    source: (id: string) => parts.libraries.read(id),
    hash,
    country: (name: string) => findCountry(name) ?? null,
    'currency-symbol': (code: string) => findCurrencySymbol(code) ?? null,
    url: readUrl,
    'query-read': (text: string) => [...new URLSearchParams(text)],
    'query-write': (pairs: [string, string][]) => new URLSearchParams(pairs).toString(),
    console: parts.console,
    request: parts.request,
    'console-bytes': () => parts.consoleBytes,
  }
  return (name, value) => {
    const operation = Object.hasOwn(operations, name) ? operations[name] : undefined
    if (operation === undefined) return { error: `Unknown operation ${name.slice(0, 50)}` }
    try {
      return { value: operation(value as never) }
    } catch (error) {
      return { error: error instanceof Error ? error.message : 'The operation failed' }
    }
  }
}
