/** `octet export`: an element folder → the one document that `POST /elements` takes. */
import { writeFile } from 'node:fs/promises'
import { readElementFolder } from '../src/elements/document/read-folder.ts'
import type { Terminal } from './terminal.ts'

/** Prints the document, or writes it to the named file. @throws {DocumentError} naming what is wrong with the folder; and what the file system throws. */
export async function exportElement([folder, file]: readonly string[], terminal: Terminal): Promise<number> {
  const document = await readElementFolder(folder!)
  const text = JSON.stringify(document, null, 2)
  if (file === undefined) terminal.write(text)
  else {
    await writeFile(file, `${text}\n`)
    terminal.write(`${file}: ${document.resources.length} resources`)
  }
  return 0
}
