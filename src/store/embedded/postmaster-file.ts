/** postmaster.pid: how PostgreSQL itself says that it runs on a cluster, where it listens, and whether it is ready (PostgreSQL docs, "Database File Layout"). */
import { execFile } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { StoreError } from '../store-error.ts'

export interface PostmasterFile {
  readonly pid: number
  readonly port: number
  readonly ready: boolean
}

/** Reads the file; undefined when there is none, or only the beginning of one. */
export async function readPostmasterFile(cluster: string): Promise<PostmasterFile | undefined> {
  const text = await readFile(join(cluster, 'postmaster.pid'), 'utf8').catch(() => undefined)
  const lines = text?.split('\n') ?? []
  const pid = Number(lines[0])
  if (!Number.isSafeInteger(pid) || pid <= 0) return undefined
  return { pid, port: Number(lines[3]), ready: lines[7]?.trim() === 'ready' }
}

/** Whether a process with this id exists, ours or not. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/**
 * Stops what an earlier process of ours left running on the cluster (kill -9 leaves PostgreSQL alive), in at most `deadlineMs`.
 * A pid that has gone to another process since is not touched.
 */
export async function stopLeftover(cluster: string, deadlineMs = 60_000): Promise<void> {
  const file = await readPostmasterFile(cluster)
  if (file === undefined || !isAlive(file.pid)) return
  if (!(await isPostmasterOf(file.pid, cluster))) return disownPid(cluster)
  await stopProcess(file.pid, () => !isAlive(file.pid), deadlineMs)
}

/** Fast shutdown; after the deadline the immediate one, from which the next start recovers. */
export async function stopProcess(pid: number, isGone: () => boolean, deadlineMs: number): Promise<void> {
  for (const signal of ['SIGINT', 'SIGQUIT', 'SIGKILL'] as const) {
    signalProcess(pid, signal)
    for (const end = performance.now() + deadlineMs; performance.now() < end; await sleep(10)) {
      if (isGone()) return
    }
  }
  throw new StoreError(`PostgreSQL (process ${pid}) does not stop`)
}

function signalProcess(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

async function isPostmasterOf(pid: number, cluster: string): Promise<boolean> {
  const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() =>
    promisify(execFile)('ps', ['-ww', '-o', 'command=', '-p', String(pid)]).then(
      ({ stdout }) => stdout,
      () => '',
    ),
  )
  return `${command.replaceAll('\0', ' ').trim()} `.includes(`/bin/postgres -D ${cluster} `)
}

/**
 * PostgreSQL refuses to start while the pid in the file is anybody's, and after a restart of the machine it may well be. Deleting the file would
 * switch off its check for backends that outlived their postmaster; with our own pid in it, the parent's, PostgreSQL takes the file as stale and still checks.
 */
async function disownPid(cluster: string): Promise<void> {
  const path = join(cluster, 'postmaster.pid')
  const [, ...rest] = (await readFile(path, 'utf8')).split('\n')
  await writeFile(path, [String(process.pid), ...rest].join('\n'))
}
