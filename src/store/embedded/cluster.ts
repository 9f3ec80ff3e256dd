/** Makes a new database cluster: all of it in a folder aside, which takes its name only when it is whole. */

import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chown, lchown, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { messageOf, StoreError } from '../store-error.ts'
import { runAs, spawnAs } from './database-user.ts'
import { clusterOf, type Home } from './home.ts'

/** The database and the role that the server uses. Not a superuser: a hole in our SQL must not reach the file system. */
export const databaseName = 'octet'

/** Only the server's own role, only from this machine, only with its password. The superuser cannot log in at all. */
const accessRules = `host all ${databaseName} 127.0.0.1/32 scram-sha-256\n`

const unfinishedMark = '.unfinished-'

/** The builtin provider sorts and folds the same on every system, whatever its C library. */
const builtinLocale = ['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8']

export interface ClusterOptions {
  readonly binaries: string
  readonly major: number
  /** Options of initdb for the locale: what there is depends on the major version. */
  readonly locale?: readonly string[]
  /** False only for clusters that are thrown away: skips the flush of the new files. */
  readonly durable: boolean
}

/** Where the password of the role is kept, mode 0600, the server's own. */
export function passwordFileOf(home: Home): string {
  return join(home.folder, 'postgres-password')
}

/** Creates the cluster where there is none; a `StoreError` when there is one of another major version. */
export async function ensureCluster(home: Home, options: ClusterOptions): Promise<void> {
  const cluster = clusterOf(home)
  const version = await readFile(join(cluster, 'PG_VERSION'), 'utf8').catch(() => undefined)
  if (version !== undefined) {
    if (Number(version) === options.major) return
    throw new StoreError(
      `${cluster} was made by PostgreSQL ${version.trim()}, and the embedded one is ${options.major}. Dump it with the old release of Octet and load it into a new data folder.`,
    )
  }
  await removeUnfinished(home)
  // A name of its own: when we are killed, initdb goes on for a while in the folder it was given.
  const unfinished = await mkdtemp(`${cluster}${unfinishedMark}`)
  if (home.user.other) await chown(unfinished, home.user.uid, home.user.gid)
  const password = randomBytes(24).toString('base64url')
  try {
    await runInitdb(home, unfinished, options)
    await createRole(home, unfinished, { ...options, password })
  } catch (error) {
    throw new StoreError(`A new database could not be made in ${home.folder}: ${messageOf(error)}`, { cause: error })
  }
  const rules = join(unfinished, 'pg_hba.conf')
  await rm(rules)
  // The folder is the database user's already: nothing that it may have put there is written to.
  await writeFile(rules, accessRules, { mode: 0o600, flag: 'wx' })
  if (home.user.other) await lchown(rules, home.user.uid, home.user.gid)
  await rm(passwordFileOf(home), { force: true })
  await writeFile(passwordFileOf(home), password, { mode: 0o600, flush: true })
  await rename(unfinished, cluster)
}

/** Folders of first starts that were killed. One may still be written to; it then goes at the next start. */
async function removeUnfinished(home: Home): Promise<void> {
  const left = (await readdir(home.folder)).filter((name) => name.startsWith(`postgres${unfinishedMark}`))
  for (const name of left) await rm(join(home.folder, name), { recursive: true, force: true }).catch(() => undefined)
}

async function runInitdb(home: Home, folder: string, options: ClusterOptions): Promise<void> {
  const settings = ['--username=postgres', '--auth=reject', '--encoding=UTF8', '--no-instructions', ...(options.locale ?? builtinLocale)]
  if (!options.durable) settings.push('--no-sync')
  await runAs(home.user, join(options.binaries, 'bin', 'initdb'), ['-D', folder, ...settings])
}

/** Through the single-user mode, so that no moment exists in which the cluster can be reached without a password. */
async function createRole(home: Home, folder: string, options: ClusterOptions & { password: string }): Promise<void> {
  const sql = [
    `CREATE ROLE ${databaseName} LOGIN CREATEDB PASSWORD '${options.password}'`,
    `CREATE DATABASE ${databaseName} OWNER ${databaseName}`,
  ]
  const child = spawn(join(options.binaries, 'bin', 'postgres'), ['--single', '-D', folder, '-c', 'exit_on_error=on', 'postgres'], {
    ...spawnAs(home.user),
    stdio: ['pipe', 'ignore', 'pipe'],
  })
  let complaints = ''
  child.stderr?.on('data', (text) => {
    complaints += text
  })
  child.stdin?.on('error', () => undefined)
  child.stdin?.end(sql.map((statement) => `${statement};\n`).join(''))
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  if (code !== 0) throw new StoreError(`single-user mode ended with ${code}: ${complaints.replaceAll(options.password, '…')}`)
}
