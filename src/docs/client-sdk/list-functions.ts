/** The operations of a document as the functions of a package: what each is named, what it takes and where that goes. */
import type { ApiDescription, FormField, Operation, Parameter, Schema } from '../description.ts'
import { createIdentifierRegistry } from './name-identifiers.ts'

export interface FunctionInput {
  /** Unique among the inputs of a function. */
  readonly name: string
  readonly place: Parameter['in'] | 'formData' | 'body'
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
      consumes: operation.body?.kind === 'form' ? operation.body.type : undefined,
      inputs: listInputs(operation),
      answer: operation.answer,
    })),
  )
}

function listInputs({ parameters, body }: Operation): FunctionInput[] {
  const taken = new Set<string>()
  const name = (wireName: string, place: FunctionInput['place']) => {
    let free = wireName
    while (taken.has(free)) free += `_${place}`
    taken.add(free)
    return free
  }
  const read = ({ name: wireName, required, description, schema }: FormField, place: FunctionInput['place']): FunctionInput => ({
    name: name(wireName, place),
    place,
    wireName,
    required,
    description,
    schema,
  })
  return [
    ...parameters.map((parameter) => read(parameter, parameter.in)),
    ...(body?.kind === 'json' ? [read(body, 'body')] : (body?.fields ?? []).map((field) => read(field, 'formData'))),
  ]
}
