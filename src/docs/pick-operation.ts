/** One operation out of a description, with the definitions that it leads to (contract 2.11). */
import type { ApiDescription, Operation, Paths, Schema } from './description.ts'

export interface FoundOperation {
  readonly path: string
  readonly verb: string
  readonly operation: Operation
}

/**
 * Finds an operation by its id; by verb and path, `GET-contacts` or `GET-contacts-{id}`; or by its id followed by the name of an object
 * (`getByObjectName_accounts`), as clients make them for generic resources.
 */
export function findOperation({ paths }: ApiDescription, id: string): FoundOperation | undefined {
  const all = listOperations(paths)
  const generic = id.replace(/_[^_]+$/, '')
  return (
    all.find(({ operation }) => operation.operationId === id) ??
    all.find(({ path, verb }) => isNamed(id, `${verb.toUpperCase()}-${path.slice(1)}`)) ??
    all.find(({ operation }) => operation.operationId === generic)
  )
}

/** The description of these operations alone. */
export function pickOperations(description: ApiDescription, operations: readonly FoundOperation[]): ApiDescription {
  const paths: Record<string, Record<string, Operation>> = {}
  for (const { path, verb, operation } of operations) paths[path] = { ...paths[path], [verb]: operation }
  const definitions = pickDefinitions(description.definitions, paths)
  return { title: description.title, paths, definitions }
}

/** Every operation of a description, in order. */
export function listOperations(paths: Paths): FoundOperation[] {
  return Object.entries(paths).flatMap(([path, verbs]) => Object.entries(verbs).map(([verb, operation]) => ({ path, verb, operation })))
}

function isNamed(id: string, name: string): boolean {
  const forms = [name, name.replaceAll('/', '-')]
  return forms.some((form) => form === id || form.replace(/[{}]/g, '') === id)
}

function pickDefinitions(definitions: Readonly<Record<string, Schema>>, paths: Paths): Readonly<Record<string, Schema>> {
  const reached = new Set<string>()
  collectNames(paths, reached)
  for (const name of reached) collectNames(definitions[name], reached)
  return Object.fromEntries(Object.entries(definitions).filter(([name]) => reached.has(name)))
}

function collectNames(value: unknown, into: Set<string>): void {
  if (typeof value !== 'object' || value === null) return
  for (const [name, member] of Object.entries(value)) {
    if (name === '$ref' && typeof member === 'string') into.add(member.replace('#/definitions/', ''))
    else collectNames(member, into)
  }
}
