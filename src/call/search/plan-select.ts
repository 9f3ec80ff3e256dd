/** Which of its fields the vendor is asked for: what the element says, what the vendor says it has, and what the client wants to see. */
import type { CompiledResource } from '../../elements/compile/compiled.ts'
import type { VendorField } from '../../elements/compile/compiled-discovery.ts'
import type { Select } from '../../elements/document/octet.ts'
import { describeFields } from '../discovery/vendor-fields.ts'
import type { CallSession } from '../send.ts'
import type { Draft } from '../types.ts'
import { isBodyPlace, putAt } from './place.ts'

export interface Selecting {
  readonly resource: CompiledResource
  readonly objectName: string | undefined
  /** Hub fields that are needed; undefined: all. */
  readonly wanted: readonly string[] | undefined
  /** Hub fields that are looked at here, which all that the vendor lists may not have: those of other objects. */
  readonly looksAt?: readonly string[]
  readonly notes: string[]
}

/** The names to ask for; undefined: the vendor is not told any. A vendor that cannot say what it has leaves what the element lists, which is noted. */
export async function planSelect(
  session: CallSession,
  { resource, objectName, wanted, looksAt = [], notes }: Selecting,
): Promise<readonly string[] | undefined> {
  const { select } = resource
  if (select === undefined) return undefined
  const described = await readDescribed(session, select, objectName)
  if (described === undefined && select.described !== undefined) {
    notes.push('the vendor did not list its fields, so only those that the element knows were asked for')
  }
  const known = [...(select.fields ?? []), ...(described ?? []).map(({ name }) => name)]
  const isComplete = select.described !== 'custom' && (select.described === undefined || described !== undefined)
  const narrowed = wanted === undefined ? undefined : narrow(resource, wanted, { known: isComplete ? known : [], described })
  const beyond = resource.where?.style.statement === undefined ? [] : looksAt.filter((path) => path.includes('.'))
  const others = narrow(resource, beyond, { known, described }) ?? []
  // Where nothing is chosen, the vendor answers all that it has: what is always needed is there too.
  if (narrowed === undefined && select.described === undefined && (select.fields ?? []).length === 0) return undefined
  // The next page is found by it.
  const key = resource.paging?.style === 'statement' ? [resource.paging.key] : []
  const names = unique([...key, ...(select.always ?? []), ...(narrowed ?? [...known, ...others])])
  const { max = Number.POSITIVE_INFINITY } = select
  if (names.length > max) notes.push(`the vendor takes ${max} fields at once; these were not asked for: ${names.slice(max).join(', ')}`)
  return names.slice(0, max)
}

/** What is asked for where rows only name their records; undefined: the vendor is not told. */
export async function planFetch(session: CallSession, selecting: Selecting): Promise<Draft['fetchQuery']> {
  const { select } = selecting.resource.fetch ?? {}
  if (select?.parameter === undefined) return undefined
  const names = await planSelect(session, { ...selecting, resource: { ...selecting.resource, select } })
  return names === undefined || names.length === 0 ? undefined : [[select.parameter, names.join(select.separator ?? ',')]]
}

/** Puts the names into the request. A statement has them in its text. */
export function putSelect(draft: Draft, { parameter, separator }: Select, names: readonly string[]): void {
  if (parameter === undefined || names.length === 0) return
  const isList = separator === undefined && isBodyPlace(parameter)
  putAt(draft, parameter, isList ? names : names.join(separator ?? ','))
}

async function readDescribed(
  session: CallSession,
  { described }: Select,
  objectName: string | undefined,
): Promise<readonly VendorField[] | undefined> {
  if (described === undefined || objectName === undefined) return undefined
  const fields = await describeFields(session, objectName)
  return described === 'custom' ? fields?.filter(({ custom }) => custom) : fields
}

/**
 * Undefined when one of the fields cannot be told by its vendor name alone, so that all must be asked for. `known`: all that there are; empty: not known.
 * Of a field that is only there as a whole, the whole is asked for.
 */
function narrow(
  { nameSelected }: CompiledResource,
  wanted: readonly string[],
  { known, described = [] }: { known: readonly string[]; described: readonly VendorField[] | undefined },
): readonly string[] | undefined {
  const inAnyCase = new Map(known.map((name) => [name.toLowerCase(), name]))
  const wholes = new Map(described.filter(({ compound }) => compound).map(({ name }) => [name.toLowerCase(), name]))
  const spell = (name: string) => {
    const head = name.includes('.') ? name.slice(0, name.indexOf('.')).toLowerCase() : undefined
    if (head !== undefined) return inAnyCase.get(name.toLowerCase()) ?? wholes.get(head) ?? name
    return inAnyCase.size === 0 ? name : inAnyCase.get(name.toLowerCase())
  }
  const names: string[] = []
  for (const path of wanted) {
    const name = nameSelected(path)
    if (name === undefined) return undefined
    if (name === '') continue
    const spelt = spell(name)
    if (spelt !== undefined) names.push(spelt)
  }
  return names
}

/** Names that differ in case alone are one field to vendors; the first stands, where it stood: what comes last is left out first. */
function unique(names: readonly string[]): string[] {
  const found = new Map<string, string>()
  for (const name of names) if (!found.has(name.toLowerCase())) found.set(name.toLowerCase(), name)
  return [...found.values()]
}
