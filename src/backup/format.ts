/**
 * What a backup is: a gzipped tar of `backup.json` (what is in it and what it needs), the rows of each table as pieces `tables/<table>/<number>.copy`
 * (PostgreSQL's COPY text; a piece may end within a row), and `end.json` (row counts, sequences, SHA-256 of all that stands before).
 */
import { type Static, Type } from 'typebox'
import { Value } from 'typebox/value'
import { StoreError } from '../store/store-error.ts'

/** Raised when an older release could not read what a newer one writes. */
export const formatVersion = 1

export const headName = 'backup.json'
export const endName = 'end.json'

const Head = Type.Object({
  format: Type.Integer(),
  madeAt: Type.String(),
  /** Version of the PostgreSQL that it was made from, for the reader. */
  postgres: Type.String(),
  /** Migrations that its schema has had, in order. */
  migrations: Type.Array(Type.Object({ version: Type.Integer(), name: Type.String(), compatibleBackTo: Type.Integer() }), { minItems: 1 }),
  /** Sealing keys without which its secrets cannot be opened; never the keys themselves. */
  keys: Type.Array(Type.Object({ id: Type.String(), fingerprint: Type.String() })),
  /** Tables with their columns, in the order of the rows that follow: what others refer to comes first. */
  tables: Type.Array(Type.Object({ name: Type.String(), columns: Type.Array(Type.String(), { minItems: 1 }) })),
})
export type Head = Static<typeof Head>
export type TableShape = Head['tables'][number]

const End = Type.Object({
  /** Rows by table. */
  rows: Type.Record(Type.String(), Type.Integer()),
  sequences: Type.Array(Type.Object({ name: Type.String(), lastValue: Type.String({ pattern: '^-?\\d+$' }), isCalled: Type.Boolean() })),
  /** Of all bytes of the tar before this entry, in hex. */
  sha256: Type.String(),
})
export type End = Static<typeof End>

/** Reads `backup.json`; throws a `StoreError` when it is none, or of a newer format. */
export function parseHead(data: Buffer): Head {
  const json = parseJson(data) as { format?: unknown }
  if (Number(json?.format) > formatVersion) {
    throw new StoreError(`its format is ${Number(json.format)}, and this release reads ${formatVersion}. Use a newer release`)
  }
  if (!Value.Check(Head, json)) throw new StoreError(`its ${headName} is not one of Octet's`)
  return json
}

/** Reads `end.json`; throws a `StoreError` when it is none. */
export function parseEnd(data: Buffer): End {
  const json = parseJson(data)
  if (!Value.Check(End, json)) throw new StoreError(`its ${endName} is not one of Octet's`)
  return json
}

export function namePiece(table: string, number: number): string {
  return `tables/${table}/${String(number).padStart(6, '0')}.copy`
}

/** The table that an entry holds rows of; undefined when it is something else. */
export function readPieceName(name: string): string | undefined {
  return /^tables\/([^/]+)\/\d+\.copy$/.exec(name)?.[1]
}

function parseJson(data: Buffer): unknown {
  try {
    return JSON.parse(data.toString('utf8'))
  } catch {
    return undefined
  }
}
