/** The vendor lists of an element, each with the style in which it is paged. */
import type { ElementDocument } from '../document/element-document.ts'
import { CompileError } from './compile-error.ts'
import type { CompiledDirectory } from './compiled.ts'

/**
 * Compiles the directories.
 * @throws {CompileError} for a list that is paged as the element's are when the element says nothing of paging.
 */
export function compileDirectories(element: ElementDocument): Record<string, CompiledDirectory> {
  const { directories = {}, paging: style } = element.octet ?? {}
  return Object.fromEntries(
    Object.entries(directories).map(([name, { paging, ...directory }]) => {
      if (paging === true && style === undefined) {
        throw new CompileError(element.key, `directory ${name}`, 'paging is true, but the element has no paging of its own')
      }
      return [name, { ...directory, paging: paging === true ? style : paging }]
    }),
  )
}
