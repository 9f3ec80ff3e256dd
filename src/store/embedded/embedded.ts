/** The embedded PostgreSQL of a data folder: one process owns and runs it, others may look in while it runs. */
import { readFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { codeOf, StoreError } from '../store-error.ts'
import { checkBinaries, findPostgresPackage, installBinaries } from './binaries.ts'
import { databaseName, ensureCluster, passwordFileOf } from './cluster.ts'
import { type FolderLock, type Purpose, readLockHolder, tryLockFolder } from './folder-lock.ts'
import { claimHome, clusterOf, findHome, type Home, writePointer } from './home.ts'
import { type Postmaster, startPostmaster } from './postmaster.ts'
import { isAlive, readPostmasterFile, stopLeftover } from './postmaster-file.ts'

export interface EmbeddedOptions {
  readonly dataFolder: string
  /**
   * `serve`: be the one process that runs the database, or be refused. `command`: use the database that a server runs, or run it for the time being.
   */
  readonly purpose: Purpose
  /** PostgreSQL settings over ours. `fsync: off` is for data that is thrown away. */
  readonly settings?: Readonly<Record<string, string>>
  /** Folder for homes that cannot be in the data folder. */
  readonly outside?: string
}

export interface EmbeddedPostgres {
  readonly url: string
  /** The folder of the cluster, its binaries and its log: the data folder, or one outside it that the data folder points to. */
  readonly home: string
  /** The process id of the postmaster when it is ours. */
  readonly pid: number | undefined
  /** What the operator should know about this start. */
  readonly notices: readonly string[]
  /** Resolves with the reason when PostgreSQL ends without having been told to. */
  readonly died: Promise<string>
  /** Stops PostgreSQL when this call started it, and lets go of the data folder. */
  stop(): Promise<void>
}

/** How long a start waits for a command that uses the data folder, and a command for a server that is just starting. */
const patienceMs = 60_000

/** Opens the database of a data folder, made at first use. Rejects with a `StoreError` that says what to do. */
export async function openEmbedded(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  for (const end = performance.now() + patienceMs; ; await sleep(50)) {
    const home = await findHome(options.dataFolder, options.outside)
    const lock = tryLockFolder(home.folder, options.purpose)
    if (lock !== undefined) return runEmbedded(home, lock, options)
    const holder = readLockHolder(home.folder)
    if (options.purpose === 'command') {
      const running = await joinRunning(home, holder?.port)
      if (running !== undefined) return running
    }
    if ((options.purpose === 'serve' && holder?.purpose === 'serve') || performance.now() > end) {
      const who = holder === undefined ? 'another process' : `process ${holder.pid} since ${holder.since}`
      throw new StoreError(
        `The data folder ${home.dataFolder} is in use by ${who}. Stop that server first, or give this one another folder with OCTET_DATA.`,
      )
    }
  }
}

async function runEmbedded(home: Home, lock: FolderLock, options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  try {
    const aside = await claimHome(home, () => stopLeftover(clusterOf(home)))
    const postmaster = await startOn(home, options)
    lock.announce(postmaster.port)
    const stop = async () => {
      await postmaster.stop()
      lock.release()
    }
    let stopped: Promise<void> | undefined
    return {
      url: await urlOf(home, postmaster.port),
      home: home.folder,
      pid: postmaster.pid,
      notices: aside === undefined ? [] : [`A database left by an earlier ${home.dataFolder}, which is gone, was moved to ${aside}.`],
      died: postmaster.died,
      stop: () => (stopped ??= stop()),
    }
  } catch (error) {
    lock.release()
    throw error
  }
}

async function startOn(home: Home, options: EmbeddedOptions): Promise<Postmaster> {
  const settings = options.settings ?? {}
  const binaries = await installBinaries(await findPostgresPackage(), home.folder)
  const major = await checkBinaries(binaries, home.user)
  await ensureCluster(home, { binaries, major, durable: settings['fsync'] !== 'off' })
  await writePointer(home)
  return startPostmaster(home, { binaries, settings })
}

/** The note of the holder and PostgreSQL's own file must agree: either alone may be left from before a crash. */
async function joinRunning(home: Home, port: number | undefined): Promise<EmbeddedPostgres | undefined> {
  const file = await readPostmasterFile(clusterOf(home))
  if (!file?.ready || file.port !== port || !isAlive(file.pid)) return undefined
  return {
    url: await urlOf(home, file.port),
    home: home.folder,
    pid: undefined,
    notices: [],
    died: new Promise(() => {}),
    stop: async () => {},
  }
}

async function urlOf(home: Home, port: number): Promise<string> {
  try {
    const password = (await readFile(passwordFileOf(home), 'utf8')).trim()
    return `postgres://${databaseName}:${password}@127.0.0.1:${port}/${databaseName}`
  } catch (error) {
    throw new StoreError(`The password of the database in ${passwordFileOf(home)} cannot be read (${codeOf(error)}).`, { cause: error })
  }
}
