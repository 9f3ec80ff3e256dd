/** Starts the PostgreSQL server process (the postmaster) on a cluster, watches it and stops it. */
import { type ChildProcess, spawn } from 'node:child_process'
import { chown, open, readFile, rename, stat } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { StoreError } from '../store-error.ts'
import { spawnAs } from './database-user.ts'
import { clusterOf, type Home } from './home.ts'
import { readPostmasterFile, stopLeftover, stopProcess } from './postmaster-file.ts'

export interface Postmaster {
  readonly pid: number
  readonly port: number
  /** Resolves with the reason when the process has ended without `stop`. */
  readonly died: Promise<string>
  /** Ends every session and shuts down cleanly. */
  stop(): Promise<void>
}

export interface PostmasterOptions {
  readonly binaries: string
  /** Server settings over ours. */
  readonly settings: Readonly<Record<string, string>>
}

/** Recovery after a crash replays the log, which can take a while on a big database. */
const startDeadlineMs = 5 * 60_000
const stopDeadlineMs = 30_000
const attempts = 40
const logLimitBytes = 10_000_000

const ownSettings = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '200',
  timezone: 'UTC',
  log_timezone: 'UTC',
  jit: 'off',
  // The log must not show values: neither statements nor the rows that an error quotes.
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
}

/** Starts PostgreSQL on a free port, after stopping one that was left running, and waits until it takes connections; a `StoreError` carries the end of its log. */
export async function startPostmaster(home: Home, options: PostmasterOptions): Promise<Postmaster> {
  const logFile = join(home.folder, 'postgres.log')
  await rotateLog(logFile)
  for (let attempt = 1; ; attempt++) {
    await stopLeftover(clusterOf(home))
    const port = await findFreePort()
    const logStart = await sizeOf(logFile)
    const child = await launch(home, { ...options, port, logFile })
    const started = await waitUntilReady(home, child)
    if (started) return watch(child, port)
    const log = (await readFile(logFile, 'utf8')).slice(logStart)
    // Somebody took the port between our look and PostgreSQL's; sessions of a postmaster that was killed are still on their way out;
    // or a server that was killed while it started had got as far as starting PostgreSQL.
    const passing = /Address already in use|could not bind|pre-existing shared memory block|"postmaster.pid" already exists/.test(log)
    if (!passing || attempt === attempts)
      throw new StoreError(`The embedded PostgreSQL did not start. Its log (${logFile}) ends with:\n${log.slice(-2000)}`)
    await sleep(100)
  }
}

async function launch(home: Home, options: PostmasterOptions & { port: number; logFile: string }): Promise<ChildProcess> {
  const log = await open(options.logFile, 'a', 0o600)
  if (home.user.other) await chown(options.logFile, home.user.uid, home.user.gid)
  const settings = Object.entries({ ...ownSettings, port: String(options.port), ...options.settings })
  const child = spawn(
    join(options.binaries, 'bin', 'postgres'),
    ['-D', clusterOf(home), ...settings.flatMap(([name, value]) => ['-c', `${name}=${value}`])],
    {
      ...spawnAs(home.user),
      // A process group of its own: Ctrl-C reaches us, and PostgreSQL stops last, when we say so.
      detached: true,
      stdio: ['ignore', log.fd, log.fd],
    },
  )
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve)
    child.once('error', (error) =>
      reject(new StoreError(`PostgreSQL cannot be started as user ${home.user.name}: ${error.message}`, { cause: error })),
    )
  }).finally(() => log.close())
  child.unref()
  return child
}

async function waitUntilReady(home: Home, child: ChildProcess): Promise<boolean> {
  for (const end = performance.now() + startDeadlineMs; performance.now() < end; await sleep(10)) {
    if (hasEnded(child)) return false
    const file = await readPostmasterFile(clusterOf(home))
    if (file?.pid === child.pid && file?.ready) return true
  }
  await stopProcess(child.pid!, () => hasEnded(child), stopDeadlineMs)
  throw new StoreError(`The embedded PostgreSQL was not ready after ${startDeadlineMs / 1000} s`)
}

function watch(child: ChildProcess, port: number): Postmaster {
  const pid = child.pid!
  let stopping: Promise<void> | undefined
  // However this process ends, unless it is killed, PostgreSQL ends after it.
  const stopAtExit = () => child.kill('SIGINT')
  process.once('exit', stopAtExit)
  const died = new Promise<string>((resolve) => {
    child.once('exit', (code, signal) => {
      process.off('exit', stopAtExit)
      if (stopping === undefined) resolve(`PostgreSQL (process ${pid}) ended by itself with ${signal ?? `exit code ${code}`}`)
    })
  })
  const stop = () => (stopping ??= hasEnded(child) ? Promise.resolve() : stopProcess(pid, () => hasEnded(child), stopDeadlineMs))
  return { pid, port, died, stop }
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null
}

async function findFreePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (address === null || typeof address === 'string') throw new StoreError('No free port on 127.0.0.1')
  return address.port
}

async function rotateLog(logFile: string): Promise<void> {
  if ((await sizeOf(logFile)) > logLimitBytes) await rename(logFile, `${logFile}.1`)
}

async function sizeOf(path: string): Promise<number> {
  return stat(path).then(
    (found) => found.size,
    () => 0,
  )
}
