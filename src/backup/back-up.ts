/** Makes a backup: the database at one moment, streamed into one file, while servers go on working. */
import { createHash } from 'node:crypto'
import { open, rename, rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import type pg from 'pg'
import { to as copyTo } from 'pg-copy-streams'
import type { Clock } from '../lib/clock.ts'
import { codeOf, StoreError } from '../store/store-error.ts'
import { type End, endName, formatVersion, type Head, headName, namePiece } from './format.ts'
import { connectForCopy } from './reach-postgres.ts'
import { beginSnapshot, copyOut, describeTables, listKeys, listMigrations, readSequences } from './snapshot.ts'
import { endOfTar, writeEntry } from './tar.ts'

export interface BackupParts {
  readonly url: string
  /** Where the backup goes; nothing may be there yet. */
  readonly file: string
  readonly clock: Clock
}

export interface Backup {
  readonly head: Head
  readonly rows: End['rows']
  /** Of the file. */
  readonly bytes: number
}

/** Rows are written in pieces of about this size: what is held in memory at once. */
const pieceBytes = 1024 * 1024

/** Writes the backup, readable by its owner only; under its name only when it is whole and on disk. Rejects with a `StoreError` that says what to do. */
export async function backUp({ url, file, clock }: BackupParts): Promise<Backup> {
  if (await exists(file)) throw new StoreError(`${file} is there already, and a backup never replaces anything. Give another name.`)
  const draft = `${file}.${process.pid}.part`
  const client = await connectForCopy(url)
  try {
    const tables = await beginSnapshot(client)
    const head = await describeDatabase(client, tables, clock)
    const rows: End['rows'] = {}
    await writeFile(draft, writeArchive(client, { head, rows, time: clock() }))
    await rename(draft, file)
    await syncFolder(dirname(file))
    return { head, rows, bytes: (await stat(file)).size }
  } finally {
    await rm(draft, { force: true })
    await client.end()
  }
}

async function describeDatabase(client: pg.Client, tables: readonly string[], clock: Clock): Promise<Head> {
  const migrations = await listMigrations(client)
  if (migrations.length === 0) throw new StoreError('There is nothing to back up: no server has been started on this database.')
  const { rows } = await client.query<{ server_version: string }>('SHOW server_version')
  return {
    format: formatVersion,
    madeAt: new Date(clock()).toISOString(),
    postgres: rows[0]!.server_version,
    migrations,
    keys: await listKeys(client),
    tables: await describeTables(client, tables),
  }
}

/** The bytes of the archive; fills in how many rows each table has. */
async function* writeArchive(
  client: pg.Client,
  { head, rows, time }: { head: Head; rows: End['rows']; time: number },
): AsyncGenerator<Buffer> {
  const hash = createHash('sha256')
  const entry = (name: string, data: Buffer) => {
    const blocks = writeEntry(name, data, time)
    for (const block of blocks) hash.update(block)
    return blocks
  }
  yield* entry(headName, toJson(head))
  for (const table of head.tables) {
    let number = 0
    const copy = client.query(copyTo(copyOut(table)))
    for await (const piece of gatherPieces(copy)) yield* entry(namePiece(table.name, ++number), piece)
    // The count comes after the last row: with the answer to whatever is asked next.
    await client.query('SELECT')
    rows[table.name] = copy.rowCount
  }
  const end: End = { rows, sequences: await readSequences(client), sha256: '' }
  yield* writeEntry(endName, toJson({ ...end, sha256: hash.digest('hex') }), time)
  yield endOfTar
}

async function* gatherPieces(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let held: Buffer[] = []
  let size = 0
  for await (const chunk of chunks) {
    held.push(chunk)
    size += chunk.length
    if (size < pieceBytes) continue
    yield Buffer.concat(held)
    held = []
    size = 0
  }
  if (size > 0) yield Buffer.concat(held)
}

async function writeFile(path: string, archive: AsyncIterable<Buffer>): Promise<void> {
  const handle = await open(path, 'wx', 0o600).catch((error: unknown) => {
    throw new StoreError(`${path} cannot be written (${codeOf(error)}). Give a file in a folder that is there and may be written to.`, {
      cause: error,
    })
  })
  // Syncs and closes, also when the archive breaks off.
  const stream = handle.createWriteStream({ flush: true })
  await pipeline(Readable.from(archive, { highWaterMark: 1 }), createGzip({ chunkSize: 256 * 1024 }), stream)
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    (error: unknown) => codeOf(error) !== 'ENOENT' && codeOf(error) !== 'ENOTDIR',
  )
}

async function syncFolder(path: string): Promise<void> {
  const handle = await open(path, 'r')
  await handle.sync().finally(() => handle.close())
}

function toJson(value: unknown): Buffer {
  return Buffer.from(`${JSON.stringify(value, undefined, 2)}\n`)
}
