/** One interpreter with its images: starts a script in memory that is as new, pumps it, and is put back. Knows nothing of threads. */
import type { QuickJSContext, QuickJSHandle } from 'quickjs-emscripten-core'
import { findExcess } from '../../lib/json-bounds.ts'
import type { InterpreterCode } from '../web-assembly.ts'
import { type Answer, createOperations } from './host-operations.ts'
import { openInterpreter } from './interpreter.ts'
import { createLibraries } from './libraries.ts'
import { findHeapEnd, type MemoryImage, restoreImage, takeImage } from './memory-image.ts'
import { readStartSource } from './start-source.ts'

/** What a guest tells while it runs. */
export interface GuestEvents {
  /** The JSON of the first `done`. */
  done(result: string): void
  /** JSON of `{name, message, stack}` of what ended the script. */
  failed(error: string): void
  /** `{id, request}`, if it is one. Throws an Error, for the script, when it is not. */
  request(message: unknown): void
  /** `{level, text}`, if it is one. */
  console(line: unknown): void
  /** Asked every few thousand steps. */
  mustStop(): boolean
}

export interface GuestSettings {
  readonly interpreter: InterpreterCode
  readonly memoryBytes: number
  readonly consoleBytes: number
  readonly events: GuestEvents
}

export interface Guest {
  /** Sees to it that memory is as new, with these libraries loaded; without them when one cannot be loaded: the script hears why when it asks for it. */
  reset(libraries: readonly string[]): void
  /** Puts memory back as it was at the last `reset` or `keepImage`, ahead of the next. */
  clean(): void
  /** Compiles a function and returns it, or reports `failed` and returns undefined. */
  compile(source: string): QuickJSHandle | undefined
  /** Makes memory as it is now what the next `clean` puts back. */
  keepImage(): void
  /** Calls a function of `guest/start.js`. Returns its number, if it gave one. */
  call(name: GuestFunction, ...values: readonly (string | number | QuickJSHandle)[]): number | undefined
  /** Runs some waiting jobs of promises; whether more may wait. */
  pump(): boolean
  /** Bytes that its memory has grown to. */
  size(): number
}

export type GuestFunction = 'run' | 'receive' | 'runTimers' | 'untilNext' | 'keep' | 'describe'
const functionNames = ['load', 'run', 'receive', 'runTimers', 'untilNext', 'keep', 'describe'] as const
type Functions = Record<(typeof functionNames)[number], QuickJSHandle>

const wasmPage = 65_536
/** Deep recursion must end in the interpreter's own check, well before the thread's stack does. */
const stackBytes = 256 * 1024
/** Jobs between two looks at the clock. */
const jobsAtATime = 200
/** What one question to the thread may hold. */
const operationBounds = { values: 100_000, depth: 10 }
/** Images of combinations of libraries that are kept. */
const imageLimit = 12

/** Builds an interpreter with everything scripts find in it. Takes some 70 ms, less in a warm process; libraries are loaded when first asked for. */
export async function createGuest({ interpreter, memoryBytes, consoleBytes, events }: GuestSettings): Promise<Guest> {
  const memory = new WebAssembly.Memory({ initial: 256, maximum: 256 + Math.ceil(memoryBytes / wasmPage) })
  const quickjs = await openInterpreter(interpreter, memory)
  const runtime = quickjs.newRuntime({ memoryLimitBytes: memoryBytes, maxStackSizeBytes: stackBytes })
  runtime.setInterruptHandler(() => events.mustStop())
  const context = runtime.newContext()
  const operate = createOperations({ libraries: createLibraries(), consoleBytes, console: events.console, request: events.request })
  let held: QuickJSHandle | undefined
  const heapEnds = findHeapEnd(memory, {
    bytes: 400_000,
    make: () => {
      held = context.unwrapResult(context.evalCode('new ArrayBuffer(4e5)'))
    },
  })
  held?.dispose()
  const functions = start(context, (name, text) => {
    if (name === 'done' || name === 'failed') {
      events[name](text)
      return { value: null }
    }
    if (findExcess(text, operationBounds) !== undefined) return { error: 'Too much at once' }
    return operate(name, JSON.parse(text))
  })

  const findTop = (): number => {
    const words = new Uint32Array(memory.buffer)
    const top = heapEnds.reduce((highest, index) => Math.max(highest, words[index]!), 0)
    return heapEnds.length === 0 ? memory.buffer.byteLength : Math.min(top, memory.buffer.byteLength)
  }
  const base = takeImage(memory, findTop())
  const images = new Map<string, MemoryImage>([['', base]])
  let placed = base
  let isClean = false

  function call(name: GuestFunction, ...values: readonly (string | number | QuickJSHandle)[]): number | undefined {
    const handles = values.map((value) =>
      typeof value === 'string' ? context.newString(value) : typeof value === 'number' ? context.newNumber(value) : value,
    )
    const result = context.callFunction(functions[name], context.undefined, handles)
    if (result.error !== undefined) {
      if (!events.mustStop()) events.failed('{"message":"out of memory"}')
      return undefined
    }
    if (name === 'describe') events.failed(context.getString(result.value))
    return name === 'untilNext' ? context.getNumber(result.value) : undefined
  }

  function findImage(libraries: readonly string[]): MemoryImage {
    const key = libraries.join(' ')
    const known = images.get(key)
    if (known !== undefined) return known
    isClean = false
    restoreImage(memory, base, findTop())
    for (const name of libraries) {
      const loaded = context.callFunction(functions.load, context.undefined, context.newString(name))
      if (loaded.error !== undefined) return base
    }
    const image = takeImage(memory, findTop())
    if (images.size >= imageLimit) images.delete([...images.keys()][1]!)
    images.set(key, image)
    return image
  }

  function clean(): void {
    restoreImage(memory, placed, findTop())
    isClean = true
  }

  return {
    reset(libraries) {
      const image = findImage(libraries)
      if (image === placed && isClean) return
      placed = image
      clean()
    },
    clean,
    compile(source) {
      isClean = false
      const result = context.evalCode(source, 'script.js', { type: 'global' })
      if (result.error === undefined) return result.value
      call('describe', result.error)
      return undefined
    },
    keepImage() {
      placed = takeImage(memory, findTop())
      isClean = true
    },
    call,
    pump() {
      const result = runtime.executePendingJobs(jobsAtATime)
      return result.error === undefined && runtime.hasPendingJob()
    },
    size: () => memory.buffer.byteLength,
  }
}

/** Runs `guest/start.js` and keeps what it offers. The handles are never disposed: images hold them. */
function start(context: QuickJSContext, host: (name: string, text: string) => Answer): Functions {
  const door = context.newFunction('host', (name, text) =>
    context.newString(JSON.stringify(host(context.getString(name), context.getString(text)))),
  )
  const starter = context.unwrapResult(context.evalCode(readStartSource(), 'start.js', { type: 'global' }))
  const offered = context.unwrapResult(context.callFunction(starter, context.undefined, door))
  return Object.fromEntries(functionNames.map((name) => [name, context.getProp(offered, name)])) as Functions
}
