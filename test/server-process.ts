/** The product as a process of its own that can be killed and started again: what bench and faults drive. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url))

export interface Server {
  readonly url: string
  /** Of the process that runs now. */
  readonly pid: number
  /** True once it serves calls again. */
  alive: boolean
  /** Ends the process at once, as a power cut would (SIGKILL). */
  kill(): Promise<void>
  /** Starts it and waits until it is ready. */
  start(): Promise<void>
  /** Asks it to stop, and waits. */
  stop(): Promise<void>
}

/** A server that is not running yet, on a free port of its own. */
export async function createServerProcess(environment: NodeJS.ProcessEnv): Promise<Server> {
  const port = await findFreePort()
  let child: ChildProcess | undefined
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    server.alive = false
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return
    const gone = once(child, 'exit')
    child.kill(signal)
    await gone
  }
  const server: Server = {
    url: `http://127.0.0.1:${port}`,
    get pid() {
      return child!.pid!
    },
    alive: false,
    kill: () => end('SIGKILL'),
    stop: () => end('SIGTERM'),
    start: async () => {
      child = spawn(process.execPath, [main], { env: { ...environment, PORT: String(port) }, stdio: ['ignore', 'ignore', 'inherit'] })
      await waitUntilReady(server.url, child)
      server.alive = true
    },
  }
  return server
}

async function waitUntilReady(url: string, child: ChildProcess): Promise<void> {
  for (let attempt = 0; attempt < 600; attempt++) {
    if (child.exitCode !== null) throw new Error(`A server ended at its start with code ${child.exitCode}`)
    const ready = await fetch(`${url}/readyz`).then(
      (reply) => reply.ok,
      () => false,
    )
    if (ready) return
    await sleep(50)
  }
  throw new Error('A server did not become ready within 30 s')
}

async function findFreePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as { port: number }
  probe.close()
  await once(probe, 'close')
  return port
}
