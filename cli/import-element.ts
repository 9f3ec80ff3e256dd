/** `octet import`: an exported element → a folder, one file a group of resources, scripts as files of their own. */
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { splitDocument } from '../src/elements/document/split.ts'
import { DocumentError, validateDocument } from '../src/elements/document/validate.ts'
import type { Terminal } from './terminal.ts'

/**
 * Writes the folder, which must be new or empty: files of another element would become part of this one.
 * @throws {DocumentError} when the file holds no element document or the folder is in use; and what the file system throws.
 */
export async function importElement([file, named]: readonly string[], terminal: Terminal): Promise<number> {
  const document = validateDocument(parse(await readFile(file!, 'utf8'), file!))
  const folder = named ?? nameFolder(document.key)
  if ((await listFolder(folder)).length > 0) throw new DocumentError(`${folder} is not empty; name a new folder`)
  const files = splitDocument(document)
  for (const [path, text] of files) {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), text)
  }
  terminal.write(`${folder}: ${files.size} files, ${document.resources.length} resources`)
  return 0
}

function parse(text: string, file: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new DocumentError(`${file} is not valid JSON: ${(error as Error).message}`)
  }
}

/** Keys in the wild hold characters that no folder should have (contract 2.1). */
function nameFolder(key: string): string {
  return key.toLowerCase().replace(/[^a-z0-9_-]+/g, '-')
}

/** None when there is no such folder. */
async function listFolder(folder: string): Promise<string[]> {
  try {
    return await readdir(folder)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}
