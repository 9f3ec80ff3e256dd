/** A vendor list read from the vendor: in one answer, or page by page up to a bound. */
import type { CompiledDirectory } from '../elements/compile/compiled.ts'
import type { PagingStyle } from '../elements/document/octet.ts'
import { createError } from '../lib/errors.ts'
import { compileReader } from '../lib/json-path.ts'
import type { DirectoryEntry } from '../transform/transformation.ts'
import { buildSideRequest } from './build-request.ts'
import { readCursor } from './paging/cursor.ts'
import { beginPage, type PageStart, type VendorPage } from './paging/paging.ts'
import { compileStyle } from './paging/plan-paging.ts'
import { readContent } from './read-content.ts'
import { type CallSession, sendToVendor } from './send.ts'
import type { DirectoryEntries, Kept } from './types.ts'

/** A list that is longer than this many of the vendor's largest pages is no small one: what comes beyond has no name. */
const mostPages = 10

/** Reads a directory of the element. Throws what the vendor or the way to it answers. */
export async function loadDirectory(session: CallSession, name: string): Promise<Kept<DirectoryEntries>> {
  const directory = session.instance.element.directories[name]
  if (directory === undefined) throw createError('internal', { cause: new Error(`no directory ${name}`) })
  const { paging } = directory
  const rows =
    paging === undefined || paging.style === 'none'
      ? (await readPage(session, directory, [])).rows
      : await readPages(session, directory, paging)
  return { value: indexEntries(directory, rows), seconds: directory.seconds }
}

async function readPages(
  session: CallSession,
  directory: CompiledDirectory,
  style: Exclude<PagingStyle, { style: 'none' }>,
): Promise<unknown[]> {
  const rows: unknown[] = []
  let start: PageStart | undefined = { skip: 0, take: style.maxSize }
  for (let count = 0; start !== undefined && count < mostPages; count++) {
    const { ask, add } = compileStyle(style, start)
    let progress = beginPage(start)
    while (!progress.done) progress = add(progress, await readPage(session, directory, ask(progress)))
    rows.push(...progress.rows)
    start = progress.next === undefined ? undefined : { ...progress.next, take: style.maxSize }
  }
  return rows
}

async function readPage(
  session: CallSession,
  directory: CompiledDirectory,
  page: readonly (readonly [string, string])[],
): Promise<VendorPage> {
  const { path: vendorPath, query = {}, root, paging } = directory
  const request = buildSideRequest(session, { vendorPath, path: {}, query: [...Object.entries(query), ...page] })
  const content = await readContent(session, await sendToVendor(session, request), { expectJson: true })
  const value = content.kind === 'json' ? content.value : undefined
  const list = compileReader(root)(value)
  return {
    rows: Array.isArray(list) ? list : [],
    next: paging?.style === 'cursor' ? readCursor(compileReader(paging.next)(value), paging.token) : undefined,
    total: undefined,
  }
}

function indexEntries(directory: CompiledDirectory, rows: readonly unknown[]): DirectoryEntries {
  const entryOfId = new Map<string, DirectoryEntry>()
  const idOfName = new Map<string, string>()
  const readId = compileReader(directory.id)
  const readNames = [directory.name].flat().map(compileReader)
  const readType = directory.type === undefined ? undefined : compileReader(directory.type)
  for (const row of rows) {
    const id = readId(row)
    const name = readNames.map((read) => read(row)).find((value) => value !== undefined && value !== null && value !== '')
    if (id === undefined || id === null || name === undefined) continue
    entryOfId.set(String(id), { name: String(name), ...describeType(directory, readType?.(row)) })
    // Two of one name: the first is meant, as vendors list the older one first.
    if (!idOfName.has(String(name))) idOfName.set(String(name), String(id))
  }
  return { entryOfId, idOfName }
}

function describeType({ types = {} }: CompiledDirectory, told: unknown): Omit<DirectoryEntry, 'name'> {
  if (typeof told !== 'string') return {}
  const type = Object.hasOwn(types, told) ? types[told] : undefined
  return type === undefined ? { vendorType: told } : { vendorType: told, type }
}
