/** The operations of a document as the functions of a package: what each is named, what it takes and where that goes. */
import type { ApiDescription, Operation, Parameter, Schema } from '../swagger-document.ts'
import { createIdentifierRegistry } from './name-identifiers.ts'

export interface FunctionInput {
  /** Unique among the inputs of a function. */
  readonly name: string
  readonly place: Parameter['in']
  readonly wireName: string
  readonly required: boolean
  readonly description: string | undefined
  readonly schema: Schema
}

export interface ClientFunction {
  readonly name: string
  readonly method: string
  readonly path: string
  readonly summary: string
  readonly consumes: string | undefined
  readonly inputs: readonly FunctionInput[]
  /** Of what it answers; undefined when nothing is known of it. */
  readonly answer: Schema | undefined
}

/** In the order of the document. */
export function listFunctions({ paths }: ApiDescription): ClientFunction[] {
  const claim = createIdentifierRegistry(['sendRequest', 'RequestFailure'])
  return Object.entries(paths).flatMap(([path, verbs]) =>
    Object.entries(verbs).map(([verb, operation]) => ({
      name: claim(operation.operationId),
      method: verb.toUpperCase(),
      path,
      summary: operation.summary,
      consumes: operation.consumes?.[0],
      inputs: listInputs(operation),
      answer: operation.responses['200']?.schema,
    })),
  )
}

function listInputs({ parameters }: Operation): FunctionInput[] {
  const taken = new Set<string>()
  const own = parameters.filter(({ name, in: place }) => !(place === 'header' && name.toLowerCase() === 'authorization'))
  return own.map((parameter) => {
    const { name: wireName, in: place, required, description } = parameter
    let name = wireName
    while (taken.has(name)) name += `_${place}`
    taken.add(name)
    return { name, place, wireName, required, description, schema: readSchema(parameter) }
  })
}

function readSchema({ schema, type, items }: Parameter): Schema {
  return schema ?? { ...(type !== undefined && { type }), ...(items !== undefined && { items }) }
}
