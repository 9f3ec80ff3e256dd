/** `source: response` parameters: fields and headers of the answer → the configuration of the instance (contract 12.5). */
import type { ParameterDocument } from '../elements/document/element-document.ts'
import { compileReader } from '../lib/json-path.ts'
import { keepConfiguration } from './keep-configuration.ts'
import { prepareResource } from './prepare.ts'
import type { CallSession } from './send.ts'
import type { Plan, Target } from './types.ts'

export interface Answered {
  /** At its root, after hooks. */
  readonly body: unknown
  /** Before the root was taken. */
  readonly whole: unknown
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
}

/** Stores what the resource's parameters take of the answer; what is not there changes nothing. */
export async function storeAnswer(
  session: CallSession,
  { target, plan }: { readonly target: Target; readonly plan: Plan },
  answered: Answered,
): Promise<void> {
  const values: Record<string, string | null> = { ...plan.draft.kept }
  for (const parameter of prepareResource(target.resource).fromResponse) {
    const value = readAnswered(parameter, answered)
    if (value !== undefined && value !== null) values[parameter.name] = typeof value === 'object' ? JSON.stringify(value) : String(value)
  }
  await keepConfiguration(session, values)
}

function readAnswered({ vendorType, vendorName, name }: ParameterDocument, { body, whole, headers }: Answered): unknown {
  const place = vendorName || name
  if (vendorType === 'header') {
    const value = headers[place.toLowerCase()]
    return Array.isArray(value) ? value.join('; ') : value
  }
  const found = readPath(place, body) ?? readPath(place, whole)
  return found === undefined && place === 'body' ? body : found
}

function readPath(path: string, value: unknown): unknown {
  if (typeof value === 'object' && value !== null && Object.hasOwn(value, path)) return (value as Record<string, unknown>)[path]
  try {
    return compileReader(path)(value)
  } catch {
    // What is no path is nowhere in the answer.
    return undefined
  }
}
