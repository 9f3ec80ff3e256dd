/** What an element of an account must be to be stored (contract 2.3, 2.6): everything that could stop it from running later is said here, as a 400. */
import { createError } from '../../lib/errors.ts'
import { compileElement, listResourceKeys } from '../compile/compile-element.ts'
import { CompileError } from '../compile/compile-error.ts'
import type { CompiledElement } from '../compile/compiled.ts'
import { findLongChain, longestChain } from '../document/check-chains.ts'
import type { ElementDocument } from '../document/element-document.ts'
import { isLinearPattern } from '../document/linear-pattern.ts'
import { DocumentError, validateDocument } from '../document/validate.ts'

/** Compiles a document whose parts carry their ids. */
export function compileNumbered(document: ElementDocument): CompiledElement {
  return compileElement(document, {
    element: document.id ?? 0,
    configuration: new Map(document.configuration.map(({ key, id = 0 }) => [key, id])),
    resources: new Map([...listResourceKeys(document)].map(([key, { id = 0 }]) => [key, id])),
  })
}

/** Checks schema, base URL, chains and everything that compiling checks. Throws invalid-body, chain-too-deep (400). */
export function checkElement(value: object): ElementDocument {
  const document = checkForm(value)
  checkBaseUrl(document)
  checkRunnable(() => compileNumbered(document))
  return document
}

/** The schema, chains and patterns, with the answer for clients. Throws invalid-body (400) naming the place, chain-too-deep (400). */
export function checkForm(value: object): ElementDocument {
  try {
    const document = validateDocument(value)
    checkChains(document)
    checkPatterns(document)
    return document
  } catch (error) {
    throw error instanceof DocumentError ? createError('invalid-body', { params: { reason: error.message } }) : error
  }
}

/** What an account writes must not hold up everybody. Throws invalid-body (400). */
function checkPatterns({ key, octet, resources }: ElementDocument): void {
  const forms = [octet, ...resources.map((resource) => resource.octet)].flatMap((each) => Object.values(each?.pathParameters ?? {}))
  const { tenant, keep = [] } = octet?.authentication?.oauth2 ?? {}
  const searches = Object.values(octet?.transformations ?? {}).map(({ search }) => search?.others)
  const said = [...forms, tenant, ...keep.filter((kept) => 'pattern' in kept), ...searches].flatMap((each) => each?.pattern ?? [])
  const discoveries = [octet?.discovery, ...Object.values(octet?.objects ?? {}).map(({ discovery }) => discovery || undefined)]
  const slow = [...said, ...discoveries.flatMap(listTests)].find((pattern) => !isLinearPattern(pattern))
  if (slow === undefined) return
  const reason = `octet of ${key}: the pattern ${slow} could take too long; begin with ^, repeat no group, and have one part of any length at most`
  throw createError('invalid-body', { params: { reason } })
}

/** The patterns among the conditions of a discovery, at any depth. */
function listTests(discovery: object | undefined): string[] {
  return Object.entries(discovery ?? {}).flatMap(([name, value]) => {
    if (name === 'pattern' && typeof value === 'string') return [value]
    return typeof value === 'object' && value !== null && !wordLists.has(name) ? listTests(value) : []
  })
}

/** Their members are words of the vendor's. */
const wordLists: ReadonlySet<string> = new Set(['types', 'mask', 'query'])

/** Throws chain-too-deep (400). */
export function checkChains(document: Pick<ElementDocument, 'resources'>): void {
  const resource = findLongChain(document)
  if (resource !== undefined) throw createError('chain-too-deep', { params: { resource, limit: longestChain } })
}

/** Runs a compilation whose failure is the client's. Throws invalid-body (400). */
export function checkRunnable(compile: () => CompiledElement): void {
  try {
    compile()
  } catch (error) {
    throw error instanceof CompileError ? createError('invalid-body', { params: { reason: error.message } }) : error
  }
}

/** Elements over JDBC have a connection string of their own instead. */
function checkBaseUrl({ configuration, protocolType }: ElementDocument): void {
  const urls = configuration.filter(({ key }) => key === 'base.url')
  if (protocolType === 'jdbc' || (urls.length === 1 && urls[0]!.defaultValue)) return
  const reason = `configuration must have one item with the key base.url and a defaultValue; got ${urls.length === 1 ? 'one without a defaultValue' : urls.length}`
  throw createError('invalid-body', { params: { reason } })
}
