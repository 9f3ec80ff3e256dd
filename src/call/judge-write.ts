/** What became of a record that was written, where the vendor says so inside a 2xx (contract 5.2): a failure is the refusal that it is, a success has an id. */
import type { CallSession } from './send.ts'
import type { Exchange, Target } from './types.ts'
import { createRefusal } from './vendor-errors.ts'

/** The exchange as it is answered: the record with its id, nothing after a delete, all results where there are several. Throws the refusal (4xx). */
export function judgeWrite(session: CallSession, { resource }: Target, answered: Exchange): Exchange {
  const { judge, idMember } = resource.writes
  if (judge === undefined || answered.content.kind !== 'json') return answered
  const judgement = judge(answered.whole)
  if (judgement.kind === 'failed') {
    const { instance, configuration, credential, parts } = session
    const { status, message } = judgement
    throw createRefusal({ status, headers: answered.headers, said: message }, { instance, configuration, credential, now: parts.clock() })
  }
  if (judgement.kind === 'unknown') return answered
  if (judgement.kind === 'several') return { ...answered, content: { kind: 'json', value: judgement.results } }
  if (resource.method === 'DELETE') return { ...answered, content: { kind: 'empty' } }
  const named = judgement.id === undefined || judgement.id === null ? {} : { [idMember]: judgement.id }
  const told = { ...judgement.also, ...named }
  // What is said of a write is no record: of it only the id, and what the element names, goes over what the client sent.
  const { value } = answered.content
  const record = resource.writes.echoes || typeof value !== 'object' ? told : { ...value, ...told }
  return { ...answered, content: { kind: 'json', value: record } }
}
