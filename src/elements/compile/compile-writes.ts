/** How a resource's writes are judged and answered: the document's words as functions. */
import { compileReader, type JsonReader } from '../../lib/json-path.ts'
import type { ElementDocument, ResourceDocument } from '../document/element-document.ts'
import type { Outcome, OutcomeCondition } from '../document/octet.ts'
import { CompileError } from './compile-error.ts'
import type { CompiledWrites, Judgement } from './compiled-writes.ts'
import { nameResource } from './resource-transformation.ts'

/** @throws {CompileError} for a path that is none. */
export function compileWrites(element: ElementDocument, resource: ResourceDocument): CompiledWrites {
  const { octet = {}, method } = resource
  const outcome = octet.outcome ?? element.octet?.outcome
  const isWrite = method !== 'GET'
  try {
    return {
      judge: isWrite && outcome ? compileOutcome(outcome) : undefined,
      echoes: isWrite && method !== 'DELETE' && octet.answer === 'echo',
      idMember: findIdMember(element, octet.object),
    }
  } catch (error) {
    throw new CompileError(element.key, nameResource(resource), `its outcome: ${(error as Error).message}`)
  }
}

function compileOutcome({ path, failed, statuses = {}, also = [], ...paths }: Outcome): (whole: unknown) => Judgement {
  const read = path === undefined ? identity : compileReader(path)
  const readList = path?.endsWith('[0]') === true ? compileReader(path.slice(0, -'[0]'.length)) : undefined
  const hasFailed = compileCondition(failed)
  const [readMessage, readCode, readId] = [paths.message, paths.code, paths.id].map((each) =>
    each === undefined ? undefined : compileReader(each),
  )
  return (whole) => {
    const results = readList?.(whole)
    if (Array.isArray(results) && results.length > 1) return { kind: 'several', results }
    const result = read(whole)
    if (typeof result !== 'object' || result === null || Array.isArray(result)) return { kind: 'unknown' }
    if (!hasFailed(result)) return { kind: 'done', id: readId?.(result), also: pick(result as Members, also) }
    const code = String(readCode?.(result))
    return {
      kind: 'failed',
      status: Object.hasOwn(statuses, code) ? statuses[code]! : 400,
      message: writeText(readMessage?.(result) ?? result),
    }
  }
}

/** A member that is not there fulfils nothing: what says nothing of a failure is none. */
function compileCondition(condition: OutcomeCondition): (result: unknown) => boolean {
  const read: JsonReader = compileReader(condition.member)
  return (result) => {
    const value = read(result)
    if (value === undefined) return false
    return 'equals' in condition ? value === condition.equals : value !== condition.notEquals
  }
}

function findIdMember(element: ElementDocument, object: string | undefined): string {
  const fields = object === undefined ? undefined : element.octet?.transformations?.[object]?.fields
  return fields?.find(({ path }) => path === 'id')?.vendorPath ?? 'id'
}

type Members = Readonly<Record<string, unknown>>

function pick(result: Members, names: readonly string[]): Members {
  return Object.fromEntries(names.flatMap((name) => (Object.hasOwn(result, name) ? [[name, result[name]]] : [])))
}

function writeText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}

function identity(value: unknown): unknown {
  return value
}
