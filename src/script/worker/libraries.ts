/** What scripts may `require`, and the sources behind it: our own modules of `guest/` and a few packages, read from disk when they are first asked for. */
import { readFileSync } from 'node:fs'
import { createRequire, isBuiltin } from 'node:module'
import { fileURLToPath } from 'node:url'

export interface ModuleSource {
  readonly source: string
  /** What it may require in turn: request → id. */
  readonly dependencies: Readonly<Record<string, string>>
}

const resolveHere = createRequire(import.meta.url).resolve
const guestFile = (name: string): string => fileURLToPath(new URL(`../guest/${name}.js`, import.meta.url))

/** Names as scripts write them → file. `lodash/…` besides. */
const files: Readonly<Record<string, () => string>> = {
  lodash: () => resolveHere('lodash/lodash.min.js'),
  'lodash/fp': () => resolveHere('lodash/fp.js'),
  moment: () => resolveHere('moment/min/moment.min.js'),
  util: () => resolveHere('util/util.js'),
  buffer: () => resolveHere('buffer/index.js'),
  axios: () => guestFile('axios'),
  http: () => guestFile('http-client'),
  https: () => guestFile('https-client'),
}

/** For the message of a refusal and for documents. */
export const libraryNames: readonly string[] = Object.keys(files)

export interface Libraries {
  /** The id of the module that a script means. Throws an Error that lists what there is. */
  find(name: string): string
  /** The source behind an id that `find` or a module's dependencies gave. */
  read(id: string): ModuleSource
}

/** Creates the shelf of one interpreter. */
export function createLibraries(): Libraries {
  const sources = new Map<string, ModuleSource>()
  const known = new Map<string, string>([
    ['octet:globals', guestFile('globals')],
    ['octet:random', guestFile('random')],
  ])

  function admit(file: string): string {
    const id = file === guestFile('random') ? 'octet:random' : file
    known.set(id, file)
    return id
  }

  return {
    find(name) {
      const plain = name.replace(/^node:/, '')
      const file = Object.hasOwn(files, plain) ? files[plain]!() : /^lodash\/(fp\/)?[A-Za-z]+$/.test(plain) ? findLodash(plain) : undefined
      if (file === undefined) throw new Error(`Cannot find module '${name.slice(0, 100)}'. Scripts can require: ${libraryNames.join(', ')}`)
      return admit(file)
    },
    read(id) {
      const file = known.get(id)
      if (file === undefined) throw new Error(`Cannot find module '${id.slice(0, 100)}'`)
      const ready = sources.get(id)
      if (ready !== undefined) return ready
      const source = readFileSync(file, 'utf8')
      const dependencies: Record<string, string> = {}
      for (const [, request] of source.matchAll(/\brequire\(\s*['"]([^'"]+)['"]\s*\)/g)) {
        const target = resolveFrom(file, request!)
        if (target !== undefined) dependencies[request!] = admit(target)
      }
      const module = { source, dependencies }
      sources.set(id, module)
      return module
    },
  }
}

function findLodash(name: string): string | undefined {
  try {
    return resolveHere(`${name}.js`)
  } catch {
    return undefined
  }
}

/** Packages find packages of the shelf, never a module of Node. */
function resolveFrom(file: string, request: string): string | undefined {
  if (request === 'buffer') return files['buffer']!()
  if (isBuiltin(request)) return undefined
  try {
    return createRequire(file).resolve(request)
  } catch {
    return undefined
  }
}
