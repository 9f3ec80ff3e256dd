/** The parameters of an element and its resources (contract 12.5): each moves a value from where it comes to where it goes. */
import type { ParameterDocument } from '../elements/document/element-document.ts'
import { createError, OctetError } from '../lib/errors.ts'
import { convertParameter } from './convert-parameter.ts'
import { listKeys } from './interpolate.ts'
import { destinations } from './parameter-destinations.ts'
import { type ParameterContext, sources } from './parameter-sources.ts'
import type { Draft } from './types.ts'

export type { ParameterContext }

/** What `applyParameters` must know of the call besides where values come from. */
export interface Applying extends ParameterContext {
  /** Query names that the platform maps itself for this resource: a parameter of that name is not passed on. */
  readonly mapped: { has(name: string): boolean }
  /** Life-cycle calls come before the configuration is complete: what is not there yet is not sent, and nothing is required. */
  readonly isLenient?: boolean
  /** Soft problems for the client. */
  readonly notes?: string[]
}

/**
 * Moves every parameter's value to its place in the draft. Kinds that are not in the tables send nothing, and neither does a value that did not come.
 * Throws parameter-required, missing-configuration, invalid-configuration, invalid-parameter, or what a converter refuses (400).
 */
export function applyParameters(draft: Draft, parameters: readonly ParameterDocument[], applying: Applying): void {
  for (const parameter of parameters) {
    if (parameter.source === 'response' || (parameter.type === 'query' && applying.mapped.has(parameter.name))) continue
    const read = sources[parameter.type]
    if (read === undefined) continue
    const value = readValue(parameter, applying)
    if (value === undefined || value === null || value === '') {
      if (parameter.required === true && applying.isLenient !== true) throw createMissing(parameter)
      continue
    }
    const write = destinations[parameter.vendorType]
    if (write === undefined) continue
    const name = parameter.vendorName || parameter.name
    if (isConverted(parameter)) convertParameter(draft, parameter, { text: String(value), write })
    else write(draft, name, { value, parameter })
    if (parameter.vendorType === 'path') noteSecret(draft, name, { parameter, secretKeys: applying.secretKeys })
  }
}

function readValue(parameter: ParameterDocument, applying: Applying): unknown {
  try {
    return sources[parameter.type]?.(parameter, applying)
  } catch (error) {
    if (applying.isLenient === true && error instanceof OctetError && error.code === 'missing-configuration') return undefined
    throw error
  }
}

function isConverted({ converter, vendorName, type }: ParameterDocument): boolean {
  return type === 'query' && (!!converter || vendorName?.startsWith('converter:') === true)
}

/** A place in the vendor's path may hold a secret; one in a host may not, so it is remembered (`buildUrl`). */
function noteSecret(
  draft: Draft,
  name: string,
  { parameter, secretKeys }: { parameter: ParameterDocument; secretKeys: ReadonlySet<string> },
) {
  const keys = parameter.type === 'configuration' ? [parameter.name] : parameter.type === 'value' ? listKeys(parameter.name) : []
  if (!keys.some((key) => secretKeys.has(key))) return
  draft.secretPlaces ??= new Set()
  draft.secretPlaces.add(name)
}

function createMissing(parameter: ParameterDocument) {
  return parameter.type === 'configuration'
    ? createError('missing-configuration', { params: { keys: parameter.name } })
    : createError('parameter-required', { params: { name: parameter.name } })
}
