/** The vendor lists of an element, each with the style in which it is paged. */
import { compileReader } from '../../lib/json-path.ts'
import type { ElementDocument } from '../document/element-document.ts'
import { choosePaging } from './choose-paging.ts'
import type { CompiledDirectory } from './compiled.ts'

/**
 * Compiles the directories.
 * @throws {CompileError} for a list that is paged as the element's are when the element says nothing of paging.
 */
export function compileDirectories(element: ElementDocument): Record<string, CompiledDirectory> {
  const { directories = {} } = element.octet ?? {}
  return Object.fromEntries(
    Object.entries(directories).map(([name, { paging, ...directory }]) => [
      name,
      { ...directory, readRoot: compileReader(directory.root), paging: choosePaging(element, paging, `directory ${name}`) },
    ]),
  )
}
