/** What each account has beside the system's elements: own ones, granted ones, extended ones. Read once, kept until something of it changes. */
import type { Database } from '../../store/database.ts'
import { type ElementOutlineRow, listOutlines } from './element-store.ts'
import { listExtended } from './extension-store.ts'
import { createMemory, type Memory } from './memory.ts'

export interface AccountDirectory {
  readonly byId: ReadonlyMap<number, ElementOutlineRow>
  /** Own before granted, then the older one. */
  readonly byKey: ReadonlyMap<string, ElementOutlineRow>
  /** Ids of system elements. */
  readonly extended: ReadonlySet<number>
}

/** In elements; an outline is about a kilobyte. */
const rememberedOutlines = 100_000

/** The directories by account id, as text. */
export function createDirectories({ db, isListening }: Pick<Database, 'db' | 'isListening'>): Memory<AccountDirectory> {
  return createMemory({
    load: async (accountId) => readDirectory(db, Number(accountId)),
    sizeOf: ({ byId, extended }) => 1 + byId.size + extended.size / 10,
    maxSize: rememberedOutlines,
    isTrusted: isListening,
  })
}

async function readDirectory(db: Database['db'], accountId: number): Promise<AccountDirectory> {
  const rows = await listOutlines(db, accountId)
  const extended = await listExtended(db, accountId)
  const byKey = new Map<string, ElementOutlineRow>()
  for (const isOwn of [true, false]) {
    for (const row of rows) if ((row.accountId === accountId) === isOwn && !byKey.has(row.key)) byKey.set(row.key, row)
  }
  return { byId: new Map(rows.map((row) => [row.id, row])), byKey, extended: new Set(extended) }
}
