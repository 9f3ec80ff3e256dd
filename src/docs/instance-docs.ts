/** The description of an instance's element with what the instance itself has: fields that only its vendor knows, picklists of its users (contract 2.11). */
import type { CompiledElement, CompiledResource } from '../elements/compile/compiled.ts'
import type { DescribedObjects } from '../hub/describe-fields.ts'
import type { HubInstance } from '../hub/hub-instance.ts'
import type { MappedObject } from '../hub/mapped/describe-mapped.ts'
import type { QueryValues } from '../lib/hub-request.ts'
import { addMapped } from './describe-mapped.ts'
import type { ApiDescription } from './description.ts'
import type { Documents } from './documents.ts'
import type { FoundOperation } from './pick-operation.ts'
import { eraseNames } from './placeholders.ts'

export interface InstanceDocsParts {
  readonly documents: Documents
  readonly describeFields: (instance: HubInstance, names: readonly string[]) => Promise<DescribedObjects>
  /** Common resources that are to be documented. */
  readonly listMapped: (instance: HubInstance) => Promise<readonly MappedObject[]>
}

/** What could be described, and headers that say what could not. */
export interface Discovered {
  readonly description: ApiDescription
  readonly headers: Readonly<Record<string, string>>
}

/** Describes it; `names`: the objects that are meant, all by default. Throws no-document-version (404). */
export async function describeInstance(
  { documents, describeFields, listMapped }: InstanceDocsParts,
  { instance, query }: { instance: HubInstance; query: QueryValues },
  names: readonly string[] = listObjects(instance.call.element),
): Promise<Discovered> {
  const { element } = instance.call
  const [{ fields, untold }, mapped] = await Promise.all([describeFields(instance, names), listMapped(instance)])
  return {
    description: addMapped(await documents.describeWith(element, query, fields), mapped),
    headers: untold.length === 0 ? {} : { 'Elements-Error': noteLeftOut(instance, untold) },
  }
}

/** The objects that resources of the element answer, or those that stand behind one operation. */
export function listObjects(element: CompiledElement, operation?: FoundOperation): string[] {
  const isMeant = ({ method, path }: CompiledResource) =>
    operation === undefined || (method === operation.verb.toUpperCase() && eraseNames(path) === eraseNames(operation.path))
  const named = element
    .resourcesOfType('api')
    .filter(isMeant)
    .map(({ document }) => document.octet?.object)
  return [...new Set(named)].filter((name) => name !== undefined)
}

function noteLeftOut({ disabled }: HubInstance, untold: readonly string[]): string {
  const reason = disabled ? 'the element instance is disabled' : 'the vendor did not list them'
  return `The vendor's own and vendor-defined fields of ${untold.join(', ')} are left out: ${reason}`
}
