/** Whether a call names a common resource, and what it is a call of then (contract 5.1, 9.3): `/{vdr}`, `/{vdr}/{id}`, `/{parentVdr}/{id}/{childVdr}`. */
import type { InstanceMapping, MappedInstance } from '../../common-resources/instance-mapping.ts'
import type { HubRequest } from '../../lib/hub-request.ts'
import type { HubInstance } from '../hub-instance.ts'
import type { Mappings } from './mappings.ts'
import { fillPath, isPlace, readVendorName } from './vendor-path.ts'

export interface MappedCall {
  /** What the client named last; its mapping holds for `depth` segments and an id behind them. */
  readonly mapping: InstanceMapping
  /** The element's path. */
  readonly segments: readonly string[]
  /** How many of these stand for the common resource. */
  readonly depth: number
  /** The client's segments that are names of common resources, by place. */
  readonly named: ReadonlySet<number>
  /** A place of the vendor's name that the client's path has nothing for. */
  readonly missing: string | undefined
}

type Found = InstanceMapping | undefined

/** An instance without mappings pays a look-up for each name of the path. Undefined: the call is one of the element's own resources. */
export function findMapped(
  mappings: Pick<Mappings, 'mappingOf'>,
  instance: HubInstance,
  request: HubRequest,
): MappedCall | undefined | Promise<MappedCall | undefined> {
  const whose = identifyMapped(instance)
  const found: (Found | Promise<Found>)[] = []
  for (let at = 0; at < request.segments.length; at += 2) found.push(mappings.mappingOf(whose, request.segments[at]!))
  if (found.every((one) => one === undefined)) return undefined
  const resolve = (all: readonly Found[]) => resolveCall(instance, request, all)
  return found.some((one) => one instanceof Promise) ? Promise.all(found).then(resolve) : resolve(found as Found[])
}

/** Whose mappings are meant. */
export function identifyMapped({ id, accountId, organizationId, call }: HubInstance): MappedInstance {
  return { id, accountId, organizationId, elementId: call.element.id }
}

/** `found[n]`: the mapping of the name at segment 2n. */
function resolveCall({ call }: HubInstance, { method, segments }: HubRequest, found: readonly Found[]): MappedCall | undefined {
  // Below one of its own resources the element's own names come first.
  if (found[0] === undefined && call.element.match(method, segments).kind !== 'none') return undefined
  const last = found.findLastIndex((one) => one !== undefined)
  const mapping = found[last]
  if (mapping === undefined) return undefined
  const named = new Set(found.flatMap((one, at) => (one === undefined ? [] : [at * 2])))
  return { mapping, named, ...translate(segments, found, last) }
}

/** The client's segments, as the element has them. A vendor's name with places takes the ids nearest before it for them, then those behind it. */
function translate(
  segments: readonly string[],
  found: readonly Found[],
  last: number,
): { segments: readonly string[]; depth: number; missing: string | undefined } {
  let path: readonly string[] = []
  const ids: string[] = []
  let missing: string | undefined
  for (let at = 0; at < last; at++) {
    const filled = step(path, ids, { found: found[at], name: segments[at * 2]!, below: [] })
    const id = segments[at * 2 + 1]!
    path = [...filled.segments, id]
    ids.push(id)
    missing ??= filled.missing
  }
  const end = step(path, ids, { found: found[last], name: segments[last * 2]!, below: segments.slice(last * 2 + 1) })
  return { ...end, missing: missing ?? end.missing }
}

function step(
  before: readonly string[],
  ids: readonly string[],
  { found, name, below }: { found: Found; name: string; below: readonly string[] },
): { segments: readonly string[]; depth: number; missing: string | undefined } {
  const template = found === undefined ? [name] : readVendorName(found.vendorName)
  const places = found === undefined ? 0 : template.filter(isPlace).length
  if (places === 0) return { segments: [...before, ...template, ...below], depth: before.length + template.length, missing: undefined }
  return { ...fillPath(template, [...ids.slice(-places), ...below]), depth: template.length }
}

/** The path of the call with the client's names and places for ids, as usage has it; `path`: the element's resource. */
export function showPath({ named }: MappedCall, segments: readonly string[], path: string): string {
  const literals = new Set(path.split('/'))
  return segments.map((segment, at) => `/${named.has(at) || literals.has(segment) ? segment : '{id}'}`).join('')
}
