/** How an element asks the vendor what objects it has and which fields they carry (contract 5.3, 5.4). */
import { compileReader } from '../../lib/json-path.ts'
import type { ElementDocument } from '../document/element-document.ts'
import type { DiscoveredObjects, ObjectDocument, VendorList } from '../document/octet.ts'
import { choosePaging } from './choose-paging.ts'
import { compileCondition } from './compile-condition.ts'
import { CompileError } from './compile-error.ts'
import type { CompiledResource } from './compiled.ts'
import type {
  CompiledDiscovery,
  CompiledFieldList,
  CompiledObjectList,
  CompiledVendorList,
  DiscoveredObject,
} from './compiled-discovery.ts'
import { recordVerbs } from './field-forms.ts'
import { createUnknown, mergeFields } from './merge-fields.ts'
import { compileFieldReader } from './read-vendor-field.ts'

/**
 * Compiles the discovery; undefined where the element says nothing of it.
 * @throws {CompileError} naming what is no path, no regular expression, or paged as an element that has no paging.
 */
export function compileDiscovery(element: ElementDocument, resources: readonly CompiledResource[]): CompiledDiscovery | undefined {
  const { discovery } = element.octet ?? {}
  if (discovery === undefined) return undefined
  const unknown = createUnknown(listGenericVerbs(resources))
  return {
    objects: discovery.objects === undefined ? undefined : compileObjectList(element, discovery.objects),
    describe: ({ vendorName }) => {
      const list = compileFieldList(element, { vendorName })
      if (list === undefined) return undefined
      const discovered: DiscoveredObject = { list, merge: (described, customOnly) => mergeFields(unknown, described, customOnly) }
      return { vendorName, fields: [], custom: undefined, discovered }
    },
  }
}

/**
 * How the vendor describes the fields of an object; undefined: nowhere.
 * @throws {CompileError} as `compileDiscovery`.
 */
export function compileFieldList(
  element: ElementDocument,
  { vendorName, discovery }: Pick<ObjectDocument, 'vendorName' | 'discovery'>,
): CompiledFieldList | undefined {
  const general = element.octet?.discovery?.fields
  if (general === undefined || discovery === false) return undefined
  const { object = vendorName, ...own } = discovery ?? {}
  const fields = { ...general, ...own }
  return compileAt(element, `discovery of fields of ${object}`, (place) => ({
    ...compileList(element, fields, place),
    object,
    read: compileFieldReader(fields),
  }))
}

function compileObjectList(element: ElementDocument, objects: DiscoveredObjects): CompiledObjectList {
  return compileAt(element, 'discovery of objects', (place) => {
    const readName = compileReader(objects.name)
    const readVendorName = compileReader(objects.vendorName ?? objects.name)
    const isMeant = compileCondition(objects.when ?? true)
    return {
      ...compileList(element, objects, place),
      anyCase: objects.anyCase === true,
      read: (entry) => {
        const name = readName(entry)
        const vendorName = readVendorName(entry)
        if (typeof name !== 'string' || name === '' || typeof vendorName !== 'string' || vendorName === '') return undefined
        return isMeant(entry, name) ? { name, vendorName } : undefined
      },
    }
  })
}

function compileList(element: ElementDocument, { path, query = {}, root, paging, seconds }: VendorList, place: string): CompiledVendorList {
  const readRoot = root === undefined || root === '' ? (body: unknown) => body : compileReader(root)
  return { path, query, readRoot, paging: choosePaging(element, paging, place), seconds }
}

function compileAt<T>(element: ElementDocument, place: string, compile: (place: string) => T): T {
  try {
    return compile(place)
  } catch (error) {
    if (error instanceof SyntaxError) throw new CompileError(element.key, place, error.message)
    throw error
  }
}

/** Verbs that any object has: those of `/{objectName}` and `/{objectName}/{id}`. */
function listGenericVerbs(resources: readonly CompiledResource[]): readonly string[] {
  const generic = resources.filter(({ path, knownObjects }) => {
    const [, first = '', second, third] = path.split('/')
    return knownObjects.includes(first.slice(1, -1)) && third === undefined && (second === undefined || second.startsWith('{'))
  })
  return recordVerbs.filter((verb) => generic.some(({ method }) => method === verb))
}
