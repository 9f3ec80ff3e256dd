/** The commands `backup` and `restore`: what they ask for, and what they tell. */
import type { Clock } from '../lib/clock.ts'
import { isConnectionError } from '../store/error-kinds.ts'
import { codeOf, messageOf, StoreError } from '../store/store-error.ts'
import { backUp } from './back-up.ts'
import type { End, Head } from './format.ts'
import { type DatabasePlace, withPostgres } from './reach-postgres.ts'
import { verifyArchive } from './read-archive.ts'
import { restore } from './restore.ts'

type Print = (text: string) => void

/** Sealing keys as the caller holds them, by id and fingerprint. */
export interface HeldKeys {
  /** How messages call the place that they come from. */
  readonly name: string
  readonly keys: readonly { readonly id: string; readonly fingerprint: Buffer }[]
}

/** Backs the database up to a file, also while servers use it, and prints what is in it. Rejects with a `StoreError` that says what to do. */
export async function runBackup(place: DatabasePlace, options: { file: string; clock: Clock; print: Print }): Promise<void> {
  const { file, clock, print } = options
  const { head, rows, bytes } = await explain(
    'The backup was not made',
    withPostgres(place, (url) => backUp({ url, file, clock })),
  )
  print(`${file}: ${describeRows(rows)}, schema version ${head.migrations.at(-1)!.version}, ${formatBytes(bytes)}.`)
  if (head.keys.length > 0)
    print(`The sealing key ${listKeys(head)} is not in it: without that key its secrets cannot be opened. Keep the key elsewhere.`)
}

/** Restores a file to a database that nobody has used, and prints what came. Rejects with a `StoreError` that says what to do; nothing has changed then. */
export async function runRestore(
  place: DatabasePlace,
  options: { file: string; readHeldKeys: () => Promise<HeldKeys>; print: Print },
): Promise<void> {
  const { file, readHeldKeys, print } = options
  const head = await verifyArchive(file)
  demandKeys(head, await readHeldKeys())
  const { rows, leftOut, migrated } = await explain(
    'Nothing was restored',
    withPostgres(place, (url) => restore({ url, file, head })),
  )
  print(`Restored what ${file} has of ${head.madeAt}: ${describeRows(rows)}.`)
  if (leftOut.length > 0) print(`Left out, because they are not Octet's: ${leftOut.join(', ')}.`)
  if (migrated.length > 0) print(`The schema went on from version ${head.migrations.at(-1)!.version} to ${migrated.at(-1)}.`)
  print('Start the server on it, and none on the database that it came from: both would renew the same tokens.')
}

/** Throws a `StoreError` unless every key that the backup is sealed with is held. */
export function demandKeys({ keys }: Head, held: HeldKeys): void {
  const missing = keys.filter(
    (key) => !held.keys.some(({ id, fingerprint }) => id === key.id && fingerprint.toString('hex') === key.fingerprint),
  )
  if (missing.length === 0) return
  const has = held.keys.length === 0 ? 'has none' : `gives ${held.keys.map(({ id }) => id).join(', ')}`
  throw new StoreError(
    `The backup is sealed with the key ${missing.map(({ id }) => id).join(', ')}, and ${held.name} ${has}. Give that key with OCTET_KEY, or as the key file of the data folder.`,
  )
}

/** What the disk or PostgreSQL refused is for the operator to mend. */
async function explain<T>(what: string, work: Promise<T>): Promise<T> {
  return work.catch((error: unknown) => {
    if (error instanceof StoreError || (codeOf(error) === undefined && !isConnectionError(error))) throw error
    throw new StoreError(`${what}: ${messageOf(error)}.`, { cause: error })
  })
}

function listKeys({ keys }: Head): string {
  return keys.map(({ id }) => id).join(' and ')
}

function describeRows(rows: End['rows']): string {
  const counts = Object.values(rows)
  return `${counts.reduce((sum, count) => sum + count, 0)} rows of ${counts.length} tables`
}

function formatBytes(bytes: number): string {
  return bytes < 1_000_000 ? `${Math.ceil(bytes / 1000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`
}
