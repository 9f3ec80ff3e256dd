/** What an operation takes and gives: parameters, the shape of its body, the shape of its answer. */
import type { ParameterDocument } from '../document/element-document.ts'
import { passParameter } from './converted-element.ts'
import type { Schema } from './shapes.ts'
import { isObject, type Json, readText, type Swagger } from './swagger-source.ts'

/** Where a parameter is in a Swagger document → its type here. Cookies are left out: clients send none. */
const places: Readonly<Record<string, string>> = { query: 'query', path: 'path', header: 'header' }

export interface OperationInput {
  readonly parameters: readonly ParameterDocument[]
  /** Of a JSON body. */
  readonly body: Schema | undefined
}

/** The parameters of an operation, those of its path included; its own win. */
export function describeInput(source: Swagger, item: Json, operation: Json): OperationInput {
  const listed = [item['parameters'], operation['parameters']].flatMap((list) => (Array.isArray(list) ? list : []))
  const found = new Map<string, Json>()
  for (const each of listed) {
    const parameter = source.resolve(each)
    if (parameter !== undefined) found.set(`${readText(parameter['in'])} ${readText(parameter['name'])}`, parameter)
  }
  const all = [...found.values()]
  const plain = all.flatMap((parameter) => convertParameter(source, parameter, operation))
  const inBody = all.find((parameter) => parameter['in'] === 'body')
  if (inBody !== undefined) return { parameters: [...plain, passBody(inBody)], body: readSchema(inBody['schema']) }
  const requested = source.isSwagger ? { parameters: [], body: undefined } : describeRequestBody(source, operation)
  return { parameters: [...plain, ...requested.parameters], body: requested.body }
}

/** The shape of the answer to an operation that went well. */
export function findResponse(source: Swagger, operation: Json): Schema | undefined {
  const responses = isObject(operation['responses']) ? operation['responses'] : {}
  const status = Object.keys(responses).find((each) => /^2(\d\d|XX)$/.test(each)) ?? 'default'
  const response = source.resolve(responses[status])
  if (response === undefined) return undefined
  return source.isSwagger ? readSchema(response['schema']) : readSchema(findContent(response['content'], /json/)?.['schema'])
}

function convertParameter(source: Swagger, parameter: Json, operation: Json): ParameterDocument[] {
  const { in: place, name } = parameter
  if (typeof name !== 'string') return []
  const schema = source.isSwagger ? parameter : (source.resolve(parameter['schema']) ?? {})
  const type = place === 'formData' ? describeForm(source, operation, schema) : places[String(place)]
  if (type === undefined) return []
  // OpenAPI 3.1 §4.8.12.1: such headers are described elsewhere.
  if (type === 'header' && /^(accept|content-type|authorization)$/i.test(name)) return []
  return [
    describe(passParameter(name, type), schema, {
      required: type === 'path' || parameter['required'] === true,
      description: parameter['description'],
    }),
  ]
}

/** Swagger 2.0: a file, or an operation that consumes multipart, makes all its fields multipart. */
function describeForm({ root }: Swagger, operation: Json, schema: Json): string {
  const consumes = operation['consumes'] ?? root['consumes']
  return schema['type'] === 'file' || (Array.isArray(consumes) && consumes.includes('multipart/form-data')) ? 'multipart' : 'form'
}

function describeRequestBody(source: Swagger, operation: Json): OperationInput {
  const body = source.resolve(operation['requestBody'])
  const json = findContent(body?.['content'], /json/)
  if (body === undefined) return { parameters: [], body: undefined }
  if (json !== undefined) return { parameters: [passBody(body)], body: readSchema(json['schema']) }
  const multipart = findContent(body['content'], /^multipart\/form-data/)
  const form = multipart ?? findContent(body['content'], /^application\/x-www-form-urlencoded/)
  if (form === undefined) return { parameters: [passBody(body)], body: undefined }
  const schema = source.resolve(form['schema']) ?? {}
  const required = Array.isArray(schema['required']) ? schema['required'] : []
  const fields = Object.entries(isObject(schema['properties']) ? schema['properties'] : {})
  const parameters = fields.map(([name, property]) => {
    const found = source.resolve(property) ?? {}
    const type = found['format'] === 'binary' ? { ...found, type: 'file' } : found
    return describe(passParameter(name, multipart ? 'multipart' : 'form'), type, {
      required: required.includes(name),
      description: found['description'],
    })
  })
  return { parameters, body: undefined }
}

function passBody({ required, description }: Json): ParameterDocument {
  return {
    ...passParameter('body', 'body'),
    dataType: 'object',
    vendorDataType: 'object',
    required: required === true,
    description: readText(description),
  }
}

function describe(parameter: ParameterDocument, schema: Json, said: { required: boolean; description: unknown }): ParameterDocument {
  // OpenAPI 3.1 allows a list of types.
  const type = [schema['type']].flat().find((each) => each !== 'null')
  const dataType = typeof type === 'string' ? type : 'string'
  return { ...parameter, dataType, vendorDataType: dataType, required: said.required, description: readText(said.description) }
}

function findContent(content: unknown, pattern: RegExp): Json | undefined {
  const found = Object.entries(isObject(content) ? content : {}).find(([type]) => pattern.test(type))?.[1]
  return isObject(found) ? found : undefined
}

function readSchema(value: unknown): Schema | undefined {
  return isObject(value) ? value : undefined
}
