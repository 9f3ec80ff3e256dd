/** Vendor records → hub records, with the vendor lists that they need. */
import type { CompiledResource } from '../elements/compile/compiled.ts'
import type { HubRequest } from '../lib/hub-request.ts'
import { omitNulls } from '../transform/omit-nulls.ts'
import type { Directories, DirectoryEntry, NullHandling } from '../transform/transformation.ts'
import { readEntries } from './read-directory.ts'
import type { CallSession } from './send.ts'

/** The null filter of contract 5.8. */
export function chooseNulls(
  { configuration }: Pick<CallSession, 'configuration'>,
  { keepsNulls }: Pick<HubRequest, 'keepsNulls'> = {},
): NullHandling {
  return keepsNulls === true || configuration['filter.response.nulls'] === 'false' ? 'keep' : 'omit'
}

/** Compiles the mapping of a resource's records; without a transformation they are the vendor's. */
export function compileMapping(
  { transformation }: CompiledResource,
  directories: Directories | undefined,
  nulls: NullHandling,
): (record: unknown) => unknown {
  if (transformation !== undefined) return (record) => transformation.toHub(record, directories, nulls)
  return nulls === 'keep' ? (record) => record : omitNulls
}

export interface DirectoryQuestion {
  readonly resource: CompiledResource
  readonly records: readonly unknown[]
  /** Hub fields that somebody looks at; undefined: all. */
  readonly fields: readonly string[] | undefined
  /** Is told what is left out, once. */
  readonly notes: string[]
}

/** The vendor lists that these records need, each read only when one of them does and somebody wants to see it. */
export async function readDirectories(
  session: CallSession,
  { resource, records, fields, notes }: DirectoryQuestion,
): Promise<Directories | undefined> {
  const needs = resource.transformation?.needs ?? []
  if (needs.length === 0) return undefined
  const isWanted = (field: string | undefined) => field === undefined || fields === undefined || fields.includes(field)
  const wanted = needs.filter(({ field, isNeeded }) => isWanted(field) && records.some(isNeeded))
  if (wanted.length === 0) return undefined
  const directories = new Map<string, ReadonlyMap<string, DirectoryEntry>>()
  for (const { directory, field } of wanted) {
    const entries = await readEntries(session, directory)
    if (entries !== undefined) directories.set(directory, entries)
    else
      tell(
        notes,
        `${field ?? 'Vendor-defined fields'} ${field === undefined ? 'are' : 'is'} left out: the vendor did not list ${field === undefined ? 'their' : 'the'} names`,
      )
  }
  return directories
}

function tell(notes: string[], note: string): void {
  if (!notes.includes(note)) notes.push(note)
}
