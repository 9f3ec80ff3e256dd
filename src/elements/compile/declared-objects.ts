/**
 * The objects of an element that says nothing of them under `octet`: what it declares, what its resources name, and the first segments of their
 * paths (contract 5.3, 5.4). Names are found at once; fields only when somebody asks, since models may be megabytes.
 */
import type { ElementDocument, ResourceDocument } from '../document/element-document.ts'
import type { DescribedField } from '../document/octet.ts'
import type { CompiledResource } from './compiled.ts'
import type { ObjectFields } from './compiled-discovery.ts'
import { describeDeclaredFields } from './declared-fields.ts'
import { readModelFields } from './model-fields.ts'
import { isSchema } from './model-schemas.ts'

/** First segments that name something else than an object. */
const platformSegments: ReadonlySet<string> = new Set(['objects', 'ping', 'bulk'])

/** Object name → its fields; declared objects first, then in the order of the resources. Names in `known` are left to who described them. */
export function describeObjects(
  element: ElementDocument,
  resources: readonly CompiledResource[],
  known: ReadonlySet<string>,
): [string, ObjectFields][] {
  const declared = listNamed(element.objects)
  const models = listNamed(element.models)
  const named = resources.map(({ document }) => namedObject(document))
  const segments = resources
    .map(({ path }) => path.split('/')[1] ?? '')
    .filter((name) => !name.startsWith('{') && !platformSegments.has(name))
  const names = new Set([...[...declared, ...models].map(({ name }) => name), ...named, ...segments])
  const vendorNames = new Map([...models, ...declared].map(({ name, vendorName }) => [name, vendorName]))
  return [...names]
    .filter((name) => name !== '' && !known.has(name))
    .map((name) => [name, createObject({ element, resources, name, vendorName: vendorNames.get(name) || name })])
}

interface Named {
  readonly name: string
  readonly vendorName: string
  readonly fields: unknown
}

/** What is declared, as far as it can be read: the schema of documents does not look in here. */
function listNamed(list: unknown): Named[] {
  if (!Array.isArray(list)) return []
  return list
    .filter((each) => isSchema(each) && typeof each['name'] === 'string')
    .map(({ name, vendorName, fields }) => ({ name, vendorName: typeof vendorName === 'string' ? vendorName : '', fields }))
}

interface Naming {
  readonly element: ElementDocument
  readonly resources: readonly CompiledResource[]
  readonly name: string
  readonly vendorName: string
}

function createObject({ vendorName, ...object }: Naming): ObjectFields {
  let fields: readonly DescribedField[] | undefined
  return {
    vendorName,
    get fields() {
      fields ??= listFields(object)
      return fields
    },
    custom: undefined,
    discovered: undefined,
  }
}

/** From the models where the element wants that or has nothing else, from what it declares otherwise. */
function listFields({ element, resources, name }: Omit<Naming, 'vendorName'>): readonly DescribedField[] {
  const own = resources.filter((resource) => belongsTo(resource, name))
  const verbs = [...new Set(own.map(({ method }) => method))].filter((verb) => verb !== 'DELETE')
  const declared = (list: unknown) => describeDeclaredFields(listNamed(list).find((each) => each.name === name)?.fields, verbs)
  const fromModels = () => readModelFields(own.map(({ document }) => document))
  const sources = [() => declared(element.models), () => declared(element.objects)]
  const ordered = element.useModelsForMetadata === false ? [...sources.reverse(), fromModels] : [fromModels, ...sources]
  for (const read of ordered) {
    const fields = read()
    if (fields.length > 0) return fields
  }
  return []
}

/** By name, or by path: `/accounts/{id}/notes` is of `accounts_notes`, as exports name such objects. */
function belongsTo({ document, path }: CompiledResource, name: string): boolean {
  if (namedObject(document) === name) return true
  const segments = path.split('/').filter((segment) => segment !== '' && !segment.startsWith('{'))
  return segments.join('_') === name
}

function namedObject(document: ResourceDocument): string {
  return typeof document.objectName === 'string' ? document.objectName : ''
}
