/** postmaster.pid: how PostgreSQL itself says that it runs on a cluster, where it listens, and whether it is ready (PostgreSQL docs, "Database File Layout"). */
import { execFile } from 'node:child_process'
import { constants } from 'node:fs'
import { type FileHandle, lstat, open, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { StoreError } from '../store-error.ts'

export interface PostmasterFile {
  readonly pid: number
  readonly port: number
  readonly ready: boolean
}

/** Reads the file; undefined when there is none, only the beginning of one, or something in its place that PostgreSQL did not write. */
export async function readPostmasterFile(cluster: string): Promise<PostmasterFile | undefined> {
  const text = await usePidFile(cluster, constants.O_RDONLY, (file) => file.readFile('utf8'))
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
  await usePidFile(cluster, constants.O_RDWR, async (file) => {
    const [, ...rest] = (await file.readFile('utf8')).split('\n')
    const text = [String(process.pid), ...rest].join('\n')
    await file.truncate(0)
    await file.write(text, 0)
  })
}

const largest = 64 * 1024

/**
 * Opens the file for `use`. Its folder belongs to the database user, and we may be root: a link to a file of somebody else's, or a pipe that holds
 * us up, is not followed.
 */
async function usePidFile<T>(cluster: string, flags: number, use: (file: FileHandle) => Promise<T>): Promise<T | undefined> {
  const path = join(cluster, 'postmaster.pid')
  const file = await open(path, flags | constants.O_NOFOLLOW | constants.O_NONBLOCK).catch(() => undefined)
  if (file === undefined) return undefined
  try {
    const [found, folder] = await Promise.all([file.stat(), lstat(cluster)])
    const isOwn = found.isFile() && found.nlink === 1 && found.uid === folder.uid && found.size <= largest
    return isOwn ? await use(file) : undefined
  } finally {
    await file.close()
  }
}
