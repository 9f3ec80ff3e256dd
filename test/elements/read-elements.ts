/** The elements of invented vendors that tests run: together they hold every kind of parameter, page, protocol, chain and hook (contract 12, 13). */
import type { ElementDocument } from '../../src/elements/document/element-document.ts'
import { readElementFolders } from '../../src/elements/document/read-folder.ts'

/** Their documents, as `POST /elements` takes them. */
export function readTestElements(): Promise<ElementDocument[]> {
  return readElementFolders(new URL('.', import.meta.url).pathname)
}
