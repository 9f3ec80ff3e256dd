/** Where system elements come from: folders of element folders, and exported `*.json` files beside them. Found first, read when needed. */
import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { dropIds } from './document-parts.ts'
import type { ElementDocument } from './element-document.ts'
import { normalizeDocument } from './normalize.ts'
import { measureElementFolder, readElementFolder } from './read-folder.ts'
import { DocumentError, validateDocument } from './validate.ts'

export interface ElementSource {
  /** Of the folder or file, for messages. */
  readonly path: string
  /** Reads it anew. Rejects with a DocumentError naming the file and the place. */
  read(): Promise<ElementDocument>
  /** Bytes of what `read` reads. */
  measure(): Promise<number>
}

/** The sources directly below a folder, by name: folders with an element.json, and files that end in `.json`. */
export async function listElementSources(folder: string): Promise<ElementSource[]> {
  const entries = (await readdir(folder, { withFileTypes: true })).sort((left, right) => (left.name < right.name ? -1 : 1))
  const sources: ElementSource[] = []
  for (const entry of entries) {
    const path = join(folder, entry.name)
    const isElement = entry.isFile() ? isFile(path) : entry.isDirectory() && (await readdir(path)).includes('element.json')
    if (isElement) sources.push(openElementSource(path))
  }
  return sources
}

/** The source at a path that `listElementSources` gave. */
export function openElementSource(path: string): ElementSource {
  return isFile(path)
    ? { path, read: () => readElementFile(path), measure: async () => (await stat(path)).size }
    : { path, read: () => readElementFolder(path), measure: () => measureElementFolder(path) }
}

function isFile(path: string): boolean {
  return path.endsWith('.json')
}

/**
 * An exported element as an element of the system: whose it was, and which ids it had elsewhere, is of no meaning here (contract 12.1).
 * Definitions are large: other work has its turn between the steps.
 * @throws {DocumentError} naming the file, the place and what was expected.
 */
export async function readElementFile(path: string): Promise<ElementDocument> {
  const text = await readFile(path, 'utf8')
  await nextTurn()
  try {
    const { id: _id, private: _private, extended: _extended, ...document } = parseObject(text)
    await nextTurn()
    normalizeDocument(document)
    dropIds(document)
    await nextTurn()
    return validateDocument(document)
  } catch (error) {
    if (error instanceof DocumentError) throw new DocumentError(`${path}: ${error.message}`)
    throw error
  }
}

function parseObject(text: string): Record<string, unknown> {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    throw new DocumentError(`not valid JSON: ${(error as Error).message}`)
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>
  throw new DocumentError('expected an element document, an object')
}
