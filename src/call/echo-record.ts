/** The answer to a write at a vendor that answers an id or nothing: what the client sent, under what the vendor said of the record. */
import type { HubRequest } from '../lib/hub-request.ts'
import { omitNulls } from '../transform/omit-nulls.ts'
import type { Target } from './types.ts'

type Members = Readonly<Record<string, unknown>>

export interface Echoing {
  readonly request: HubRequest
  readonly target: Target
  /** What the vendor said of the record, as it came. */
  readonly said: unknown
  readonly keepsNulls: boolean
}

/** Hub record with `id`: the vendor's word, else the one that the path names. */
export function echoRecord({ request, target, said, keepsNulls }: Echoing): Members {
  const { resource, pathParameters } = target
  const { writes, transformation } = resource
  const { body } = request
  const sent = body.kind === 'json' && isRecord(body.value) ? body.value : {}
  const answered = isRecord(said) ? said : {}
  const last = resource.path.endsWith('}') ? pathParameters[resource.path.slice(resource.path.lastIndexOf('{') + 1, -1)] : undefined
  const record = answered[writes.idMember] === undefined && last !== undefined ? { ...answered, [writes.idMember]: last } : answered
  const mapped = transformation === undefined ? record : (transformation.toHub(record, undefined, 'omit') as Members)
  return { ...((keepsNulls ? sent : omitNulls(sent)) as Members), ...mapped }
}

function isRecord(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
