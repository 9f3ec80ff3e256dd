/** Elements through an account's eyes: its own before those it was granted before the system's, its extensions laid over the system's (contract 2.1, 2.4). */
import { parseId } from '../../lib/ids.ts'
import type { Database } from '../../store/database.ts'
import { channels } from '../../store/tables.ts'
import type { ElementFinder, Viewer } from '../catalog/finder.ts'
import type { ElementOutline } from '../catalog/outline.ts'
import type { SystemElements, SystemEntry } from '../catalog/system-elements.ts'
import type { CompiledElement } from '../compile/compiled.ts'
import { compileNumbered } from './check-element.ts'
import { createDirectories } from './directories.ts'
import { type ElementOutlineRow, findElement } from './element-store.ts'
import { compileExtended } from './extend-document.ts'
import { findExtension } from './extension-store.ts'
import { createMemory } from './memory.ts'

export type Located =
  | { readonly kind: 'system'; readonly entry: SystemEntry; readonly isExtended: boolean }
  | { readonly kind: 'account'; readonly row: ElementOutlineRow; readonly isOwn: boolean }

/** An element as lists show it; `outline` has `private` and `extended` as the viewer sees them. */
export interface ListedElement {
  readonly id: number
  readonly key: string
  readonly name: string
  readonly hub: string
  readonly outline: ElementOutline
}

/** What changed. With `accountId` only that account sees the change. */
export interface ElementChange {
  readonly elementId: number
  readonly accountId?: number
}

export interface AccountElements extends ElementFinder {
  list(viewer?: Viewer): Promise<readonly ListedElement[]>
  /** Where an element of that key or id is, for the viewer. */
  locate(keyOrId: string | number, viewer?: Viewer): Promise<Located | undefined>
  /** Drops what this process remembers and tells those who listen. Every process does so when it hears of a change; the one that made it at once. */
  forget(change: ElementChange): void
  onChange(fn: (change: ElementChange) => void): void
}

export interface AccountElementsParts {
  readonly database: Database
  readonly system: SystemElements
  readonly elementDefaults: Readonly<Record<string, Readonly<Record<string, string>>>>
}

/** Characters of definitions that stay in memory, compiled. */
const rememberedSize = 32 * 1024 * 1024

/** Resolves once changes by other processes are heard. */
export async function createAccountElements({ database, system, elementDefaults }: AccountElementsParts): Promise<AccountElements> {
  const { db, isListening } = database
  const listeners: ((change: ElementChange) => void)[] = []
  const directories = createDirectories(database)
  const remembered = { sizeOf: ({ size }: { size: number }) => size, maxSize: rememberedSize, isTrusted: isListening }
  const own = createMemory<{ element: CompiledElement; size: number }>({ load: (id) => loadOwn(Number(id)), ...remembered })
  const extended = createMemory<{ element: CompiledElement; size: number }>({ load: loadExtended, ...remembered })

  async function loadOwn(id: number) {
    const row = await findElement(db, id)
    return row && { element: compileNumbered(row.document), size: row.size }
  }
  async function loadExtended(name: string) {
    const [accountId, elementId] = name.split(' ').map(Number) as [number, number]
    const entry = system.find(elementId)!
    const [base, extension] = await Promise.all([system.compile(entry), findExtension(db, { accountId, elementId })])
    const element = extension === undefined ? base : compileExtended(base, extension.document, elementDefaults[entry.key])
    return { element, size: extension?.size ?? 1 }
  }

  function forget(change: ElementChange): void {
    const { elementId, accountId } = change
    own.forget(String(elementId))
    directories.forgetWhere(({ byId }) => byId.has(elementId))
    if (accountId !== undefined) {
      extended.forget(`${accountId} ${elementId}`)
      directories.forget(String(accountId))
    }
    for (const fn of listeners) fn(change)
  }

  await database.listen(channels.elements, (payload) => forget(readChange(payload)))
  database.onGap(() => {
    for (const memory of [directories, own, extended]) memory.clear()
  })

  async function locate(keyOrId: string | number, viewer?: Viewer): Promise<Located | undefined> {
    const directory = viewer && (await directories.get(String(viewer.accountId)))
    const id = typeof keyOrId === 'number' ? keyOrId : parseId(keyOrId)
    const row =
      (id === undefined ? undefined : directory?.byId.get(id)) ?? (isSystemId(id) ? undefined : directory?.byKey.get(String(keyOrId)))
    if (row !== undefined) return { kind: 'account', row, isOwn: row.accountId === viewer?.accountId }
    const entry = system.find(keyOrId)
    return entry && { kind: 'system', entry, isExtended: directory?.extended.has(entry.id) ?? false }
  }
  /** A key that looks like an id must not hide the system's element with that id. */
  function isSystemId(id: number | undefined): boolean {
    return id !== undefined && system.find(id)?.id === id
  }

  return {
    locate,
    forget,
    onChange: (fn) => void listeners.push(fn),
    async find(keyOrId, viewer) {
      const found = await locate(keyOrId, viewer)
      if (found?.kind === 'account') return (await own.get(String(found.row.id)))?.element
      if (found === undefined || !found.isExtended) return found && system.compile(found.entry)
      return (await extended.get(`${viewer!.accountId} ${found.entry.id}`))?.element
    },
    async list(viewer) {
      const directory = viewer && (await directories.get(String(viewer.accountId)))
      const theirs = [...(directory?.byId.values() ?? [])].map(toListed)
      const systems = system.entries.map((entry) =>
        directory?.extended.has(entry.id) ? { ...entry, outline: { ...entry.outline, extended: true } } : entry,
      )
      return [...theirs, ...systems].sort((left, right) => (left.key === right.key ? 0 : left.key < right.key ? -1 : 1))
    },
  }
}

function toListed({ id, key, outline }: ElementOutlineRow): ListedElement {
  return { id, key, name: String(outline.name), hub: String(outline.hub), outline: { ...outline, private: true } }
}

function readChange(payload: string): ElementChange {
  const [elementId, accountId] = payload.split(' ').map(Number)
  return { elementId: elementId!, ...(accountId === undefined ? {} : { accountId }) }
}

/** The payload that tells a change on the channel `elements`. */
export function writeChange({ elementId, accountId }: ElementChange): string {
  return accountId === undefined ? `${elementId}` : `${elementId} ${accountId}`
}
