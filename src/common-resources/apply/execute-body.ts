/** What `POST /transformations/{name}/execute` is sent: a record or a list of them, and through whose mapping it goes. */
import Type, { type Static } from 'typebox'
import { createError } from '../../lib/errors.ts'
import { orNull } from '../check-names.ts'

const idSchema = orNull(Type.Union([Type.Integer(), Type.String({ maxLength: 255 })]))

export const executeSchema = Type.Object({
  payload: Type.Union([Type.Record(Type.String(), Type.Unknown()), Type.Array(Type.Unknown())]),
  elementId: idSchema,
  elementKey: idSchema,
  instanceId: idSchema,
  elementInstanceId: idSchema,
  method: orNull(Type.String({ maxLength: 20 })),
})

export type SentExecution = Static<typeof executeSchema>

export interface Execution {
  readonly payload: Readonly<Record<string, unknown>> | readonly unknown[]
  readonly through: { readonly instance: string } | { readonly element: string }
  /** `partial`: PATCH, which names only what changes. */
  readonly direction: 'fromVendor' | 'toVendor'
  readonly extent: 'whole' | 'partial'
}

const writing: ReadonlySet<string> = new Set(['POST', 'PUT', 'PATCH'])

/** Reads it. Throws invalid-body (400) when it names neither an element nor an instance. */
export function readExecution({ payload, elementId, elementKey, instanceId, elementInstanceId, method }: SentExecution): Execution {
  const instance = instanceId ?? elementInstanceId
  const element = elementId ?? elementKey
  if (instance === undefined && element === undefined) return refuse()
  const verb = (method ?? 'GET').toUpperCase()
  return {
    payload,
    through: instance != null ? { instance: String(instance) } : element != null ? { element: String(element) } : refuse(),
    direction: writing.has(verb) ? 'toVendor' : 'fromVendor',
    extent: verb === 'PATCH' ? 'partial' : 'whole',
  }
}

function refuse(): never {
  throw createError('invalid-body', {
    params: { reason: 'expected instanceId or elementId, which say whose transformation is meant; got neither' },
  })
}
