/** Common resources among the objects of an instance (contract 5.3, 5.4): their names in the list, their fields under the client's names. */
import type { CallParts } from '../../call/types.ts'
import type { InstanceMapping } from '../../common-resources/instance-mapping.ts'
import type { DescribedField, ObjectField } from '../../elements/document/octet.ts'
import { OctetError } from '../../lib/errors.ts'
import { emptyBody, type HubRequest, type HubResponse } from '../../lib/hub-request.ts'
import { describeObjects } from '../discovery.ts'
import type { HubInstance } from '../hub-instance.ts'
import { identifyMapped } from './find-mapped.ts'
import type { Mappings } from './mappings.ts'
import { fillPath, readVendorName } from './vendor-path.ts'

/** A field of a common resource; `vendorPath` where the instance's element has something for it. */
export type MappedField = Partial<DescribedField> & Pick<DescribedField, 'type'> & { readonly path: string }

export interface MappedObject {
  readonly mapping: InstanceMapping
  readonly fields: readonly MappedField[]
}

interface DescribingParts {
  readonly call: CallParts
  readonly mappings: Pick<Mappings, 'mappingOf' | 'namesOf'>
}

/** Answers GET /objects and GET /objects/{name}/metadata with what is mapped laid over what the element has. Throws as `describeObjects`. */
export async function describeWithMapped(parts: DescribingParts, instance: HubInstance, request: HubRequest): Promise<HubResponse> {
  const name = request.segments[1]
  if (name === undefined) return listWithMapped(parts, instance, request)
  const mapping = await parts.mappings.mappingOf(identifyMapped(instance), name)
  // Who maps an object asks for it as the vendor has it (contract 5.4), a common resource of its name or not.
  const wantsVendors = request.query['includePath'] === 'false' && Object.hasOwn(instance.call.element.objects, name)
  if (mapping === undefined || wantsVendors) return describeObjects(parts.call, instance, request)
  const { fields, headers } = await describeMapped(parts, instance, { mapping, query: request.query })
  return { status: 200, headers, body: { kind: 'json', value: { fields } } }
}

/** The common resource of a name; undefined: there is none. */
export async function findMappedObject(parts: DescribingParts, instance: HubInstance, name: string): Promise<MappedObject | undefined> {
  const mapping = await parts.mappings.mappingOf(identifyMapped(instance), name)
  if (mapping === undefined) return undefined
  const { fields } = await describeMapped(parts, instance, { mapping, query: {} })
  return { mapping, fields }
}

/** Those that are to be documented. */
export async function listDocumented(parts: DescribingParts, instance: HubInstance): Promise<MappedObject[]> {
  const objects: MappedObject[] = []
  for (const mapping of await readMappings(parts, instance)) {
    if (mapping.addToDocumentation)
      objects.push({ mapping, fields: (await describeMapped(parts, instance, { mapping, query: {} })).fields })
  }
  return objects
}

/** Those that can be used: calls of another say what is wrong with it. */
async function readMappings({ mappings }: DescribingParts, instance: HubInstance): Promise<InstanceMapping[]> {
  const whose = identifyMapped(instance)
  const names = await mappings.namesOf(whose)
  const found = await Promise.all(names.map(async (name) => mappings.mappingOf(whose, name)).map(leaveOutRefused))
  return found.filter((one) => one !== undefined)
}

function leaveOutRefused<T>(promise: Promise<T>): Promise<T | undefined> {
  return promise.catch((error: unknown) => {
    if (error instanceof OctetError) return undefined
    throw error
  })
}

interface ListedObject {
  readonly name: string
  readonly vendorName: string
  readonly type: string
}

/** A common resource takes the place of an object of its name. */
async function listWithMapped(parts: DescribingParts, instance: HubInstance, request: HubRequest): Promise<HubResponse> {
  const [mapped, own] = await Promise.all([readMappings(parts, instance), describeObjects(parts.call, instance, request)])
  if (mapped.length === 0 || own.body.kind !== 'json') return own
  const names = new Set(mapped.map(({ objectName }) => objectName))
  const others = (own.body.value as readonly (string | ListedObject)[]).filter(
    (one) => !names.has(typeof one === 'string' ? one : one.name),
  )
  const isHelium = request.headers['elements-version']?.trim().toLowerCase() === 'helium'
  const value = [
    ...others,
    ...mapped.map(({ objectName, vendorName }) => (isHelium ? { name: objectName, vendorName, type: 'vdr' } : objectName)),
  ]
  return { ...own, headers: { ...own.headers, 'Elements-Returned-Count': String(value.length) }, body: { kind: 'json', value } }
}

interface Describing {
  readonly mapping: InstanceMapping
  readonly query: HubRequest['query']
}

async function describeMapped(
  parts: DescribingParts,
  instance: HubInstance,
  { mapping, query }: Describing,
): Promise<{ fields: MappedField[]; headers: HubResponse['headers'] }> {
  const { fields: vendors, headers } = await describeVendors(parts, instance, { mapping, query })
  const ofPath = new Map(vendors.map((field) => [field.vendorPath, field]))
  const declared = new Map(mapping.definition.map((field) => [field.path, field]))
  const mapped = new Map(mapping.document.fields.map((field) => [field.path, field]))
  const fields = [...new Set([...declared.keys(), ...mapped.keys()])].map((path): MappedField => {
    const field = mapped.get(path)
    const vendors = field === undefined ? undefined : ofPath.get(field.vendorPath)
    const { displayName, type } = declared.get(path) ?? {}
    const isReadOnly = field?.configuration?.some((flag) => flag.type === 'passThrough' && flag.properties?.['toVendor'] === false)
    return {
      vendorRequired: false,
      hidden: false,
      ...vendors,
      path,
      type: type ?? field?.type ?? vendors?.type ?? 'string',
      ...(displayName != null && displayName !== '' && { displayName }),
      ...(field?.vendorPath && { vendorPath: field.vendorPath }),
      vendorReadOnly: vendors?.vendorReadOnly === true || isReadOnly === true,
    }
  })
  const customOnly = query['customFieldsOnly'] === 'true'
  return { fields: customOnly ? fields.filter(({ vendorPath }) => vendorPath !== undefined && ofPath.has(vendorPath)) : fields, headers }
}

/** What the element says of the fields behind; nothing where it cannot be asked. */
async function describeVendors(
  { call }: DescribingParts,
  instance: HubInstance,
  { mapping, query }: Describing,
): Promise<{ fields: readonly ObjectField[]; headers: HubResponse['headers'] }> {
  const segments = ['objects', nameVendors(instance, mapping), 'metadata']
  try {
    const { body, headers } = await describeObjects(call, instance, {
      requestId: '',
      method: 'GET',
      segments,
      query,
      headers: {},
      body: emptyBody,
    })
    const { fields } = (body.kind === 'json' ? body.value : { fields: [] }) as { fields: readonly ObjectField[] }
    return { fields, headers }
  } catch (error) {
    if (error instanceof OctetError) return { fields: [], headers: {} }
    throw error
  }
}

/** The object that the resource behind a mapping answers. */
function nameVendors({ call }: HubInstance, { vendorName }: InstanceMapping): string {
  const template = readVendorName(vendorName)
  const match = call.element.match('GET', fillPath(template, []).segments)
  const document = match.kind === 'found' ? match.resource.document : undefined
  return document?.octet?.object || document?.objectName || (template.at(-1) ?? '')
}
