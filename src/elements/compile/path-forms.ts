/** What path parameters must look like, so that another value is no record and never a word of the vendor's own (`/contacts/model`). */
import type { ElementDocument, ResourceDocument } from '../document/element-document.ts'
import type { PathParameter } from '../document/octet.ts'
import { CompileError } from './compile-error.ts'

/**
 * Compiles the forms of a resource's path parameters, the element's for those it has.
 * @throws {CompileError} for a parameter that the resource's path does not have, and for a pattern that is no regular expression.
 */
export function compilePathForms(element: ElementDocument, resource: ResourceDocument, place: string): ReadonlyMap<string, RegExp> {
  const own = resource.octet?.pathParameters ?? {}
  const unknown = Object.keys(own).find((name) => !resource.path.includes(`{${name}}`))
  if (unknown !== undefined) throw new CompileError(element.key, place, `pathParameters names ${unknown}, which the path does not have`)
  const all = Object.entries({ ...element.octet?.pathParameters, ...own })
  return new Map(all.filter(([name]) => resource.path.includes(`{${name}}`)).map(([name, form]) => [name, compile(form, name)]))

  function compile({ pattern }: PathParameter, name: string): RegExp {
    try {
      return new RegExp(pattern, 'u')
    } catch (error) {
      throw new CompileError(element.key, place, `the pattern of ${name} is no regular expression: ${(error as Error).message}`)
    }
  }
}
