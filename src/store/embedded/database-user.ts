/** The system user that PostgreSQL runs as: ours, or a lesser one when we are root, which PostgreSQL refuses to run as. It needs a passwd entry. */
import { execFile, type SpawnOptions } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { userInfo } from 'node:os'
import { promisify } from 'node:util'
import { messageOf, StoreError } from '../store-error.ts'

export interface DatabaseUser {
  readonly name: string
  readonly uid: number
  readonly gid: number
  /** True when it is not the user this process runs as. */
  readonly other: boolean
}

const execute = promisify(execFile)

/** Accounts that may already be there for the purpose, the most fitting first. */
const candidates = ['octet', 'postgres']

/** Other services may run as this one too, and could then read our files: only where no account can be made. */
const lastResort = 'nobody'

/**
 * Chooses the user. An existing cluster keeps its owner (`clusterOwner`, a uid).
 * As root: an existing account for databases, a new system account `octet`, or `nobody`. Otherwise ourselves.
 */
export async function chooseDatabaseUser(clusterOwner?: number): Promise<DatabaseUser> {
  if (process.getuid?.() !== 0) return chooseOurselves(clusterOwner)
  const accounts = await readAccounts()
  if (clusterOwner !== undefined && clusterOwner !== 0) {
    const owner = accounts.find((account) => account.uid === clusterOwner)
    if (owner) return owner
    throw new StoreError(
      `The database files belong to user ${clusterOwner}, which has no entry in /etc/passwd. Add one, or give the files to another user.`,
    )
  }
  const find = (name: string) => accounts.find((account) => account.name === name && account.uid !== 0)
  return candidates.map(find).find((account) => account !== undefined) ?? createSystemUser(find(lastResort))
}

/** Options of `spawn` that make a child run as the user, in a folder that everybody can enter and without our environment. */
export function spawnAs(user: DatabaseUser): SpawnOptions {
  const base: SpawnOptions = { cwd: '/', env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C', TZ: 'UTC' } }
  return user.other ? { ...base, uid: user.uid, gid: user.gid } : base
}

/** Runs a program as the user to its end; rejects when it cannot run or exits other than 0. */
export async function runAs(user: DatabaseUser, program: string, options: readonly string[]): Promise<{ stdout: string; stderr: string }> {
  return execute(program, options, { ...spawnAs(user), encoding: 'utf8' } as { encoding: 'utf8' })
}

/** Whether the user can enter the folder. Tried, not computed from modes: access lists and mounts have a say too. */
export async function canEnter(user: DatabaseUser, folder: string): Promise<boolean> {
  return runAs(user, '/bin/sh', ['-c', 'cd -- "$1"', 'sh', folder]).then(
    () => true,
    () => false,
  )
}

function chooseOurselves(clusterOwner: number | undefined): DatabaseUser {
  const uid = process.getuid?.() ?? -1
  if (clusterOwner !== undefined && clusterOwner !== uid) {
    throw new StoreError(
      `The database files belong to user ${clusterOwner}, and this is user ${uid}. Start Octet as that user, or as root.`,
    )
  }
  try {
    const { username, gid } = userInfo()
    return { name: username, uid, gid, other: false }
  } catch (error) {
    throw new StoreError(
      `User ${uid} has no entry in /etc/passwd, and PostgreSQL does not run without one. Add one, start Octet as another user, or set DATABASE_URL.`,
      { cause: error },
    )
  }
}

async function readAccounts(): Promise<DatabaseUser[]> {
  const lines = (await readFile('/etc/passwd', 'utf8')).split('\n')
  return lines.flatMap((line) => {
    const [name, , uid, gid] = line.split(':')
    return name && uid && gid ? [{ name, uid: Number(uid), gid: Number(gid), other: true }] : []
  })
}

async function createSystemUser(fallback: DatabaseUser | undefined): Promise<DatabaseUser> {
  const attempts: [string, string[]][] = [
    ['useradd', ['--system', '--no-create-home', '--home-dir', '/nonexistent', '--shell', '/usr/sbin/nologin', 'octet']],
    ['adduser', ['-S', '-H', '-D', 'octet']],
  ]
  const failures: string[] = []
  for (const [program, options] of attempts) {
    await execute(program, options).catch((error: unknown) => failures.push(messageOf(error)))
    const created = (await readAccounts()).find((account) => account.name === 'octet')
    if (created) return created
  }
  if (fallback !== undefined) return fallback
  throw new StoreError(
    `PostgreSQL does not run as root, and no system user could be made for it: ${failures.join('; ')}. Create a user named octet.`,
  )
}
