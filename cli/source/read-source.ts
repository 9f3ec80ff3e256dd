/** Opens what an author names: an element folder, or a file with a whole element. */
import { readFile, stat } from 'node:fs/promises'
import { readFolderFiles } from '../../src/elements/document/read-folder.ts'
import { createFolderSource } from './folder-source.ts'
import { readJsonText } from './json-text.ts'
import type { Source } from './source.ts'

/** Throws what the file system throws: nothing there, no permission. */
export async function readSource(path: string): Promise<Source> {
  if ((await stat(path)).isDirectory()) return createFolderSource(await readFolderFiles(path), path)
  const text = await readFile(path, 'utf8')
  const json = readJsonText(text, path)
  return { document: json.isValid ? JSON.parse(text) : undefined, mistakes: json.mistakes, locate: json.locate }
}
