/** What a resource's path says of the objects of an instance: parameters that name one, and the one whose picklists it answers. */
import type { ElementDocument, ResourceDocument } from '../document/element-document.ts'
import { CompileError } from './compile-error.ts'
import type { CompiledResource } from './compiled.ts'
import { nameResource } from './resource-transformation.ts'

/**
 * Compiles it.
 * @throws {CompileError} for a parameter that the path does not have, and for an object or a discovery that is not there.
 */
export function compileObjectNames(
  element: ElementDocument,
  resource: ResourceDocument,
): Pick<CompiledResource, 'knownObjects' | 'picklist'> {
  const { knownObject, picklist } = resource.octet ?? {}
  const knownObjects = knownObject === undefined ? [] : [knownObject].flat()
  const named = picklist === undefined ? knownObjects : [...knownObjects, picklist.parameter]
  const unknown = named.find((name) => !resource.path.includes(`{${name}}`))
  if (unknown !== undefined) refuse(`the path has no parameter ${unknown}`)
  if (picklist !== undefined && !Object.hasOwn(element.octet?.objects ?? {}, picklist.object))
    refuse(`no object is named ${picklist.object}`)
  return { knownObjects, picklist }

  function refuse(reason: string): never {
    throw new CompileError(element.key, nameResource(resource), reason)
  }
}
