/** Query parameters of which a resource takes some values alone, however they are spelt. */
import type { ElementDocument, ResourceDocument } from '../document/element-document.ts'
import { CompileError } from './compile-error.ts'
import { nameResource } from './resource-transformation.ts'

export interface Choice {
  /** As the element spells them for people. */
  readonly names: readonly string[]
  /** By the name, and by the vendor's own word, both in lower case. */
  readonly vendorWords: ReadonlyMap<string, string>
}

/**
 * By the parameter; undefined: the resource has none.
 * @throws {CompileError} for a value list that the element does not have.
 */
export function compileChoices(element: ElementDocument, resource: ResourceDocument): ReadonlyMap<string, Choice> | undefined {
  const choices = Object.entries(resource.octet?.choices ?? {})
  if (choices.length === 0) return undefined
  return new Map(choices.map(([parameter, list]) => [parameter, compileChoice(list)]))

  function compileChoice(list: string): Choice {
    const values = Object.entries(element.octet?.values?.[list] ?? {})
    if (values.length === 0) throw new CompileError(element.key, nameResource(resource), `choices: no value list is named ${list}`)
    const own = values.map(([, value]) => [value.toLowerCase(), value] as const)
    const named = values.map(([name, value]) => [name.toLowerCase(), value] as const)
    return { names: values.map(([name]) => name), vendorWords: new Map([...own, ...named]) }
  }
}
