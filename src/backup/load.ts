/** Fills empty tables from the parts of a backup, within the transaction that the caller has begun. */
import { finished } from 'node:stream/promises'
import pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import type { End, TableShape } from './format.ts'
import type { Part } from './read-archive.ts'
import { copyIn } from './snapshot.ts'

/** Reads all parts; rows of tables that are not among `known` are passed over. Gives how many rows came into each table, and the end of the backup. */
export async function loadTables(
  client: pg.Client,
  known: readonly TableShape[],
  parts: AsyncIterable<Part>,
): Promise<{ rows: End['rows']; end: End | undefined }> {
  const rows = Object.fromEntries(known.map(({ name }) => [name, 0]))
  let table: OpenTable | undefined
  let end: End | undefined
  const closeTable = async () => {
    if (table !== undefined) rows[table.name] = await table.close()
    table = undefined
  }
  for await (const part of parts) {
    if (part.kind !== 'rows' || part.table !== table?.name) await closeTable()
    if (part.kind === 'end') end = part.end
    if (part.kind !== 'rows') continue
    const shape = known.find(({ name }) => name === part.table)
    if (shape === undefined) continue
    table ??= openTable(client, shape)
    await table.write(part.data)
  }
  return { rows, end }
}

/** Puts sequences where they were. A transaction that fails does not take it back: do it last. */
export async function setSequences(client: pg.Client, { sequences }: End): Promise<void> {
  for (const { name, lastValue, isCalled } of sequences) {
    // One that is not ours is not there, and nothing is set then.
    await client.query('SELECT setval(to_regclass($1), $2::bigint, $3)', [pg.escapeIdentifier(name), lastValue, isCalled])
  }
}

interface OpenTable {
  readonly name: string
  write(data: Buffer): Promise<void>
  /** Gives the number of rows; rejects with what PostgreSQL says when it refuses any. */
  close(): Promise<number>
}

function openTable(client: pg.Client, shape: TableShape): OpenTable {
  const copy = client.query(copyFrom(copyIn(shape)))
  const done = finished(copy)
  done.catch(() => undefined)
  return {
    name: shape.name,
    write: (data) => Promise.race([new Promise<void>((resolve) => copy.write(data, () => resolve())), done]),
    async close() {
      copy.end()
      await done
      return copy.rowCount
    },
  }
}
