/** The threads of the sandbox: started when first needed, kept warm, replaced when one had to be ended. */
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { ScriptLimits } from './limits.ts'
import { startThread, type Thread } from './thread.ts'
import type { InterpreterCode } from './web-assembly.ts'

export interface ThreadPool {
  /** An idle thread, or a new one. */
  take(): Promise<Thread>
  /** Starts the first thread ahead of need. Who takes it before it is up waits for the rest of that. */
  warm(): void
  /** Takes a thread back; one that was ended is replaced at once, so that nobody waits for the next to start. */
  give(thread: Thread): void
  /** Ends all of them, whatever they do. */
  close(): Promise<void>
}

/** Creates the pool; nothing starts yet. */
export function createThreadPool(limits: ScriptLimits, passConsole: boolean): ThreadPool {
  const { activeMs, memoryBytes, resultBytes, resultValues, resultDepth, consoleBytes, requests } = limits
  const own = { activeMs, memoryBytes, resultBytes, resultValues, resultDepth, consoleBytes, requests, passConsole }
  const threads = new Set<Thread>()
  const idle: Thread[] = []
  let interpreter: Promise<InterpreterCode> | undefined
  let isClosed = false

  async function open(): Promise<Thread> {
    interpreter ??= compileInterpreter()
    const thread = startThread({ interpreter: await interpreter, ...own }, limits)
    threads.add(thread)
    if (isClosed) await thread.end()
    return thread
  }

  async function drop(thread: Thread): Promise<void> {
    threads.delete(thread)
    await thread.end()
  }

  /** Ahead of need: when it fails, whoever needs a thread next hears why. */
  async function replace(): Promise<void> {
    try {
      idle.push(await open())
    } catch {}
  }

  let warming: Promise<void> | undefined

  return {
    warm() {
      if (!isClosed && threads.size === 0) warming ??= replace()
    },
    async take() {
      await warming
      for (let thread = idle.pop(); thread !== undefined; thread = idle.pop()) {
        if (thread.isAlive) return thread
        threads.delete(thread)
      }
      return open()
    },
    give(thread) {
      if (thread.isAlive) idle.push(thread)
      else {
        threads.delete(thread)
        if (!isClosed && threads.size < limits.workers) void replace()
      }
      // What was opened beside scripts that waited is not needed for long.
      if (idle.length > limits.workers) void drop(idle.shift()!)
    },
    async close() {
      isClosed = true
      await Promise.all([...threads].map((thread) => thread.end()))
    },
  }
}

/** The interpreter's code, compiled once for all threads. */
async function compileInterpreter(): Promise<InterpreterCode> {
  const file = createRequire(import.meta.url).resolve('@jitl/quickjs-wasmfile-release-sync/wasm')
  return WebAssembly.compile(await readFile(file))
}
