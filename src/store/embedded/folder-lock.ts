/**
 * One server per data folder. The lock is the operating system's, taken through SQLite on a file of its own: it dies with its holder, however that ends,
 * so there is no stale pid to judge and none to be taken for another process. A note beside it says who holds it, for messages only.
 */
import { chmodSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { messageOf, StoreError } from '../store-error.ts'

/** Why a process holds the folder: a server, or a command that only wants to look and will soon be done. */
export type Purpose = 'serve' | 'command'

export interface LockHolder {
  readonly pid: number
  readonly since: string
  readonly purpose: Purpose
  /** Where its PostgreSQL listens, once it does. */
  readonly port?: number
}

export interface FolderLock {
  /** Writes into the note where PostgreSQL listens. */
  announce(port: number): void
  release(): void
}

const sqliteBusy = 5
const noteName = 'octet.holder.json'

/** Takes the lock of a folder, or returns undefined while another process (or another part of this one) holds it. */
export function tryLockFolder(folder: string, purpose: Purpose): FolderLock | undefined {
  const file = join(folder, 'octet.lock')
  let lock: DatabaseSync | undefined
  try {
    lock = new DatabaseSync(file, { timeout: 0 })
    // Whoever can read the file can lock it.
    chmodSync(file, 0o600)
    // Nothing is ever written, so there is no journal to leave behind either.
    lock.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE')
  } catch (error) {
    lock?.close()
    if ((error as { errcode?: number }).errcode === sqliteBusy) return undefined
    throw new StoreError(`Cannot lock ${file}: ${messageOf(error)}. The folder must be writable by the user that starts Octet.`, {
      cause: error,
    })
  }
  const holder: LockHolder = { pid: process.pid, since: new Date().toISOString(), purpose }
  const write = (note: LockHolder) => writeFileSync(join(folder, noteName), JSON.stringify(note), { mode: 0o600 })
  write(holder)
  const held = lock
  return { announce: (port) => write({ ...holder, port }), release: () => held.close() }
}

/** Who holds the lock, or held it last; undefined when the note cannot be read. */
export function readLockHolder(folder: string): LockHolder | undefined {
  try {
    return JSON.parse(readFileSync(join(folder, noteName), 'utf8')) as LockHolder
  } catch {
    return undefined
  }
}
