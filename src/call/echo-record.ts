/** The answer to a write at a vendor that answers an id or nothing: what the client sent, under what the vendor said of the record. */
import type { HubRequest } from '../lib/hub-request.ts'
import { isRecord } from '../lib/is-record.ts'
import { omitNulls } from '../transform/omit-nulls.ts'
import type { Target } from './types.ts'

type Members = Readonly<Record<string, unknown>>

export interface Echoing {
  readonly request: HubRequest
  readonly target: Target
  /** What the vendor said of the record, as it came. */
  readonly said: unknown
  readonly keepsNulls: boolean
  /** Fields of the client's that are not stored. */
  readonly ignored: ReadonlySet<string> | undefined
}

/** Hub record with `id`: the vendor's word, else the one that the path names. */
export function echoRecord({ request, target, said, keepsNulls, ignored }: Echoing): Members {
  const { resource, pathParameters } = target
  const { writes, transformation } = resource
  const { body } = request
  const whole = body.kind === 'json' && isRecord(body.value) ? body.value : {}
  const sent = ignored === undefined ? whole : Object.fromEntries(Object.entries(whole).filter(([name]) => !ignored.has(name)))
  const answered = isRecord(said) ? said : {}
  const named = pathParameters[findIdPlace(target) ?? '']
  const record = answered[writes.idMember] === undefined && named !== undefined ? { ...answered, [writes.idMember]: named } : answered
  const mapped = transformation === undefined ? record : (transformation.toHub(record, undefined, 'omit') as Members)
  return { ...((keepsNulls ? sent : omitNulls(sent)) as Members), ...mapped }
}

/** The parameter that names the record: the last of the path, which for what is created below another must end it. The name of an object is no id. */
function findIdPlace({ resource: { method, path, knownObjects } }: Target): string | undefined {
  const [, name, rest] = /^.*\{([^{}]+)\}(.*)$/.exec(path) ?? []
  return name === undefined || knownObjects.includes(name) || (method === 'POST' && rest !== '') ? undefined : name
}
