/**
 * Where the cluster lives. In the data folder itself, unless a folder above it is closed to the database user (a checkout under /root, a temporary
 * folder): then under /var/lib/octet, and the data folder holds a pointer to it.
 */
import { createHash } from 'node:crypto'
import { chmod, mkdir, readdir, readFile, realpath, rename, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { StoreError } from '../store-error.ts'
import { canEnter, chooseDatabaseUser, type DatabaseUser } from './database-user.ts'

export interface Home {
  readonly user: DatabaseUser
  /** Holds the cluster, its binaries, password, log and lock. */
  readonly folder: string
  readonly dataFolder: string
}

const pointerName = 'postgres-location'

/** The folder of the database files (PGDATA) in a home. */
export function clusterOf(home: Home): string {
  return join(home.folder, 'postgres')
}

/**
 * Finds or chooses the home of a data folder, making the folders. `outside` is where homes go that cannot be in the data folder.
 * The choice is written down only by `claimHome`, under the lock.
 */
export async function findHome(dataFolder: string, outside = '/var/lib/octet'): Promise<Home> {
  await mkdir(dataFolder, { recursive: true, mode: 0o711 })
  const data = await realpath(dataFolder)
  const pointed = await readPointer(data)
  const known = pointed ?? data
  const owner = await ownerOf(join(known, 'postgres'))
  if (pointed !== undefined && owner === undefined) {
    throw new StoreError(
      `${join(data, pointerName)} says that the database is in ${pointed}, and it is not there. Bring it back, or remove that file to begin with an empty database.`,
    )
  }
  const user = await chooseDatabaseUser(owner)
  if (pointed !== undefined) return { user, folder: pointed, dataFolder: data }
  await openDataFolder(data, user)
  if (await canEnter(user, data)) return { user, folder: data, dataFolder: data }
  if (owner !== undefined) {
    throw new StoreError(
      `The database user ${user.name} can no longer reach ${data}: a folder above it is closed to others. Open it (chmod o+x).`,
    )
  }
  const folder = join(outside, createHash('sha256').update(data).digest('hex').slice(0, 16))
  await mkdir(folder, { recursive: true })
  for (const path of [outside, folder]) await chmod(path, 0o711)
  if (!(await canEnter(user, folder))) throw new StoreError(`The database user ${user.name} can reach neither ${data} nor ${folder}.`)
  return { user, folder, dataFolder: data }
}

/**
 * Makes the home ours, under its lock. A cluster that lies there although the data folder has no pointer to it was left by a data folder since
 * deleted: it is moved aside, never adopted and never removed. `stopLeftover` is called before the move. Returns where it went.
 */
export async function claimHome(home: Home, stopLeftover: () => Promise<void>): Promise<string | undefined> {
  if (home.folder === home.dataFolder || (await readPointer(home.dataFolder)) !== undefined) return undefined
  let aside: string | undefined
  if ((await ownerOf(clusterOf(home))) !== undefined) {
    await stopLeftover()
    aside = `${clusterOf(home)}.abandoned-${Date.now()}`
    await rename(clusterOf(home), aside)
  }
  return aside
}

/** Writes the pointer once the cluster it names is whole. */
export async function writePointer(home: Home): Promise<void> {
  if (home.folder !== home.dataFolder) await writeFile(join(home.dataFolder, pointerName), `${home.folder}\n`, { mode: 0o600 })
}

async function readPointer(dataFolder: string): Promise<string | undefined> {
  return readFile(join(dataFolder, pointerName), 'utf8').then(
    (text) => text.trim(),
    () => undefined,
  )
}

/** The data folder is ours to open to the database user when it is new or has been ours; a folder with other things in it is left as it is. */
async function openDataFolder(data: string, user: DatabaseUser): Promise<void> {
  if (!user.other || (await stat(data)).uid !== process.getuid?.()) return
  const entries = await readdir(data)
  if (entries.length === 0 || entries.includes('postgres') || entries.includes('octet.lock')) await chmod(data, 0o711)
}

async function ownerOf(path: string): Promise<number | undefined> {
  return stat(path).then(
    (found) => found.uid,
    () => undefined,
  )
}
