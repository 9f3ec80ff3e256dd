// `composite`: up to 25 requests in one, each of which may use what those before it gave.
import { type Answer, answerOk, type Call, type Routes } from '../call.ts'
import { refuse } from '../errors.ts'
import { transact } from '../records/store.ts'
import { readBody, readObjects } from './records.ts'

interface Part {
  method: string
  url: string
  referenceId: string
  body: unknown
}

interface Result {
  body: unknown
  httpHeaders: Record<string, string>
  httpStatusCode: number
  referenceId: string
}

const limit = 25

export const compositeRoutes: Routes = {
  'POST /composite': (call) => {
    const { allOrNone, compositeRequest } = readBody(call)
    const requests = readObjects(compositeRequest, 'compositeRequest')
    if (requests.length > limit) throw refuse(400, 'LIMIT_EXCEEDED', `Limit of ${limit} reached for the number of subrequests`)
    const compositeResponse = transact(call.tenant, () => {
      const results = runParts(call, requests.map(readPart))
      const isGood = results.every((each) => each.httpStatusCode < 400)
      if (allOrNone !== true || isGood) return { result: results, keep: true }
      return { result: results.map(halt), keep: false }
    })
    return answerOk({ compositeResponse })
  },
}

function readPart({ method, url, referenceId, body }: Record<string, unknown>): Part {
  return { method: String(method), url: String(url), referenceId: String(referenceId), body }
}

function runParts(call: Call, parts: Part[]): Result[] {
  const results = new Map<string, Result>()
  for (const part of parts) results.set(part.referenceId, runPart(call, part, results))
  return [...results.values()]
}

function runPart(call: Call, part: Part, earlier: Map<string, Result>): Result {
  const { referenceId } = part
  try {
    const [path = '', query = ''] = String(replaceReferences(part.url, earlier)).split('?')
    const prefix = /^\/services\/data\/v\d+\.\d(?=\/)/.exec(path)?.[0] ?? ''
    const answer = call.forward({
      method: part.method.toUpperCase(),
      path: path.slice(prefix.length),
      query: new URLSearchParams(query),
      body: replaceReferences(part.body, earlier),
    })
    return { body: answer.body ?? null, httpHeaders: readHeaders(answer), httpStatusCode: answer.status, referenceId }
  } catch (error) {
    if (!(error instanceof ReferenceError)) throw error
    const body = [{ errorCode: 'PROCESSING_HALTED', message: error.message }]
    return { body, httpHeaders: {}, httpStatusCode: 400, referenceId }
  }
}

function readHeaders({ headers }: Answer): Record<string, string> {
  return headers?.['location'] === undefined ? {} : { Location: headers['location'] }
}

// `@{account.id}`, `@{found.records[0].Id}`.
function replaceReferences(value: unknown, earlier: Map<string, Result>): unknown {
  if (typeof value === 'string')
    return value.replace(/@\{(\w+)\.([\w.[\]]+)\}/g, (_, name: string, path: string) => readReference(name, path, earlier))
  if (Array.isArray(value)) return value.map((each) => replaceReferences(each, earlier))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, replaceReferences(each, earlier)]))
}

function readReference(name: string, path: string, earlier: Map<string, Result>): string {
  const result = earlier.get(name)
  if (!result) throw new ReferenceError(`Invalid reference specified. No value for ${name} found.`)
  if (result.httpStatusCode >= 400)
    throw new ReferenceError('The transaction was rolled back since another operation in the same transaction failed.')
  let value: unknown = result.body
  for (const key of path.split(/[.[\]]+/).filter(Boolean)) value = (value as Record<string, unknown> | null | undefined)?.[key]
  if (value === undefined || value === null)
    throw new ReferenceError(`Invalid reference specified. No value for ${name}.${path} found in ${name}.`)
  return String(value)
}

// Where all go together or none: the good ones tell why they are gone.
function halt(result: Result): Result {
  if (result.httpStatusCode >= 400) return result
  const message = 'The transaction was rolled back since another operation in the same transaction failed.'
  return { ...result, body: [{ errorCode: 'PROCESSING_HALTED', message }], httpHeaders: {}, httpStatusCode: 400 }
}
