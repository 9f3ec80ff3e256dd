/** The definitions of one document: models of many resources under one roof, equal ones once, others of the same name under a name of their own. */
import { hash } from 'node:crypto'
import { collectReferences, findReference, type LooseSchema, type ModelSchemas } from '../elements/compile/model-schemas.ts'
import { cleanSchema } from './clean-schema.ts'
import type { Schema } from './description.ts'

export interface Definitions {
  /** Adds the schemas of a model; gives the name of its root. `objectName` is noted on the root (contract 2.11). */
  addModel(model: ModelSchemas, objectName: string): string
  /** Adds a finished schema under this name, or a name like it when that is taken by another. */
  addSchema(name: string, schema: Schema): string
  list(): Record<string, Schema>
}

/** Starts with definitions that every document has; their names stay theirs. */
export function createDefinitions(standard: Readonly<Record<string, Schema>>): Definitions {
  const schemas = new Map(Object.entries(standard))
  /** Name → what was put there, as text to compare with. */
  const sources = new Map(Object.entries(standard).map(([name, schema]) => [name, JSON.stringify(schema)]))

  /** A name that is free or that stands for the same thing already. */
  function claim(name: string, source: string): { name: string; isNew: boolean } {
    const safe = toSafeName(name)
    let candidate = safe
    for (let count = 2; sources.has(candidate) && sources.get(candidate) !== source; count++) candidate = `${safe}_${count}`
    const isNew = !sources.has(candidate)
    sources.set(candidate, source)
    return { name: candidate, isNew }
  }

  return {
    addModel({ root, definitions }, objectName) {
      const print = createPrinter(definitions)
      const claims = new Map([...definitions.keys()].map((name) => [name, claim(name, print(name))]))
      for (const [local, { name, isNew }] of claims) {
        if (!isNew) continue
        const refer = (schema: LooseSchema) => {
          const target = findReference(schema, definitions)
          return target === undefined ? undefined : claims.get(target)!.name
        }
        schemas.set(name, isCircle(local, definitions) ? { type: 'object' } : cleanSchema(definitions.get(local), refer))
      }
      const { name } = claims.get(root)!
      const schema = schemas.get(name)!
      if (objectName !== '' && !('$ref' in schema)) schemas.set(name, { 'x-vendor-objectname': objectName, ...schema })
      return name
    },
    addSchema(name, schema) {
      const { name: given, isNew } = claim(name, JSON.stringify(schema))
      if (isNew) schemas.set(given, schema)
      return given
    },
    list: () => Object.fromEntries(schemas),
  }
}

/** True for a definition that is nothing but a reference which comes back to itself. */
function isCircle(name: string, definitions: ReadonlyMap<string, LooseSchema>): boolean {
  const passed = new Set<string>()
  for (let at: string | undefined = name; at !== undefined; at = findReference(definitions.get(at)!, definitions)) {
    if (passed.has(at)) return true
    passed.add(at)
  }
  return false
}

/** Prints a definition and everything it leads to, in short: equal prints mean equal schemas. */
function createPrinter(definitions: ReadonlyMap<string, LooseSchema>): (name: string) => string {
  const prints = new Map([...definitions].map(([name, schema]) => [name, digest(JSON.stringify([name, schema]))]))
  const links = new Map([...definitions].map(([name, schema]) => [name, collectReferences(schema, definitions)]))
  return (name) => {
    const reached = new Set([name])
    for (const each of reached) for (const target of links.get(each)!) reached.add(target)
    return digest(
      [...reached]
        .sort()
        .map((each) => prints.get(each))
        .join(),
    )
  }
}

function digest(text: string): string {
  return hash('sha256', text, 'base64')
}

/** Names that can stand in a reference as they are. */
function toSafeName(name: string): string {
  const safe = name.replace(/[^\w.@-]+/g, '_')
  return safe === '' || safe === '__proto__' ? 'model' : safe
}
