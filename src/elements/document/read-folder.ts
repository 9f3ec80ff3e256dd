/** Reads element folders from disk; what is wrong names the folder and the file. */
import { readdir, readFile, stat } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import type { ElementDocument } from './element-document.ts'
import { joinFolder } from './join.ts'
import type { FolderFiles } from './layout.ts'
import { DocumentError } from './validate.ts'

const partOfDocument = /^(?:element\.json|(?:resources|transformations|objects|values|aliases)\/[^/]+\.json|hooks\/[^/]+\.js)$/

/**
 * The document of one element folder. Files that are no part of it (README.md, logo.svg, tests) are not read.
 * @throws {DocumentError} naming the folder, the file or place, and what was expected.
 */
export async function readElementFolder(folder: string): Promise<ElementDocument> {
  const files = await readFolderFiles(folder)
  try {
    return joinFolder(files)
  } catch (error) {
    if (error instanceof DocumentError) throw new DocumentError(`${folder}: ${error.message}`)
    throw error
  }
}

/** The files of an element folder that are part of its document, by their path in it. */
export async function readFolderFiles(folder: string): Promise<FolderFiles> {
  const paths = await listFolderFiles(folder)
  const texts = await Promise.all(paths.map((path) => readFile(join(folder, path), 'utf8')))
  return new Map(paths.map((path, at) => [path, texts[at]!]))
}

/** Bytes of the files that are part of its document. */
export async function measureElementFolder(folder: string): Promise<number> {
  const stats = await Promise.all((await listFolderFiles(folder)).map((path) => stat(join(folder, path))))
  return stats.reduce((sum, { size }) => sum + size, 0)
}

async function listFolderFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .filter((path) => partOfDocument.test(path))
}

/** The documents of every element folder directly below `folder` (those with an element.json), by name of the folder. */
export async function readElementFolders(folder: string): Promise<ElementDocument[]> {
  const entries = (await readdir(folder, { withFileTypes: true })).filter((entry) => entry.isDirectory())
  const folders = entries.map((entry) => join(folder, entry.name)).sort()
  const marked = await Promise.all(folders.map(async (each) => (await readdir(each)).includes('element.json')))
  return Promise.all(folders.filter((_, at) => marked[at]).map(readElementFolder))
}
