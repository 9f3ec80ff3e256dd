/** Makes a valid Swagger 2.0 schema of what real models hold: odd types, references without prefix, fields without a schema (contract 12.3). */
import { isSchema, type LooseSchema, readProperties } from '../elements/compile/model-schemas.ts'
import type { Schema } from './description.ts'

/** The name under which the document has what a schema refers to; undefined where it refers to nothing. */
export type Refer = (schema: LooseSchema) => string | undefined

/** Deeper than this a schema is just an object: nobody reads on, and a stack has an end. */
const deepest = 40

/** Types that people write and that Swagger has under another name. */
const otherTypes: ReadonlyMap<string, Schema> = new Map([
  ['int', { type: 'integer' }],
  ['long', { type: 'integer', format: 'int64' }],
  ['float', { type: 'number', format: 'float' }],
  ['double', { type: 'number', format: 'double' }],
  ['decimal', { type: 'number' }],
  ['bool', { type: 'boolean' }],
  ['date', { type: 'string', format: 'date' }],
  ['datetime', { type: 'string', format: 'date-time' }],
  ['date-time', { type: 'string', format: 'date-time' }],
  ['file', { type: 'string', format: 'binary' }],
  ['text', { type: 'string' }],
])

/** Values of these have no members. */
const plainTypes: ReadonlySet<unknown> = new Set(['string', 'number', 'integer', 'boolean'])

const swaggerTypes: ReadonlySet<string> = new Set(['string', 'number', 'integer', 'boolean', 'array', 'object'])

/** Members that may stand as they are when the value has this form. */
const plainMembers: Readonly<Record<string, (value: unknown) => boolean>> = {
  title: isText,
  description: isText,
  format: isText,
  pattern: isPattern,
  default: isExample,
  example: isExample,
  readOnly: isFlag,
  uniqueItems: isFlag,
  exclusiveMaximum: isFlag,
  exclusiveMinimum: isFlag,
  maximum: isNumber,
  minimum: isNumber,
  multipleOf: (value) => isNumber(value) && (value as number) > 0,
  maxLength: isCount,
  minLength: isCount,
  maxItems: isCount,
  minItems: isCount,
  maxProperties: isCount,
  minProperties: isCount,
}

/** The schema in valid form; what Swagger 2.0 has no word for is left out. */
export function cleanSchema(value: unknown, refer: Refer, depth = 0): Schema {
  if (typeof value === 'string') return cleanSchema({ type: value }, refer, depth)
  if (!isSchema(value)) return {}
  if (depth > deepest) return { type: 'object' }
  const target = refer(value)
  if (target !== undefined) return { $ref: `#/definitions/${target}` }
  const branch = chooseBranch(value)
  if (branch !== undefined) return cleanSchema(branch, refer, depth + 1)
  const type = cleanType(value)
  if (plainTypes.has(type['type'])) return { ...keepPlain(value), ...type }
  return {
    ...keepPlain(value),
    ...type,
    ...cleanRecord(value, refer, depth),
    ...(type['type'] === 'array' && { items: cleanItems(value, refer, depth) }),
    ...(Array.isArray(value['allOf']) && value['allOf'].length > 0
      ? { allOf: value['allOf'].map((part) => cleanSchema(part, refer, depth + 1)) }
      : {}),
  }
}

/** Swagger 2.0 cannot say "one of": the first branch that is more than null stands for all. */
function chooseBranch(schema: LooseSchema): unknown {
  const branches = [schema['anyOf'], schema['oneOf']].find((list): list is unknown[] => Array.isArray(list))
  return branches?.find((branch) => isSchema(branch) && branch['type'] !== 'null')
}

function keepPlain(schema: LooseSchema): Schema {
  const { enum: listed, const: constant } = schema
  const values = Array.isArray(listed) ? [...new Set(listed)] : constant === undefined ? [] : [constant]
  return Object.fromEntries([
    ...Object.entries(schema).filter(
      ([name, value]) => (/^x-./.test(name) && isExample(value)) || (Object.hasOwn(plainMembers, name) && plainMembers[name]!(value)),
    ),
    ...(values.length > 0 && values.every((each) => !isSchema(each) && !Array.isArray(each)) ? [['enum', values]] : []),
  ])
}

function cleanType(schema: LooseSchema): Schema {
  const given = Array.isArray(schema['type']) ? schema['type'].find((type) => type !== 'null') : schema['type']
  const type = typeof given === 'string' ? given : ''
  if (swaggerTypes.has(type)) return { type }
  const other = swaggerTypes.has(type.toLowerCase()) ? { type: type.toLowerCase() } : otherTypes.get(type.toLowerCase())
  if (other !== undefined) return other
  if (isSchema(schema['items']) || Array.isArray(schema['items'])) return { type: 'array' }
  return readProperties(schema) === undefined ? {} : { type: 'object' }
}

function cleanRecord(schema: LooseSchema, refer: Refer, depth: number): Schema {
  const members = readProperties(schema)
  const { additionalProperties: more, required } = schema
  // The name would set the prototype of whoever builds an object of the properties.
  const known = Object.entries(members ?? {}).filter(([name]) => name !== '__proto__')
  const names = new Set(known.map(([name]) => name))
  const demanded = Array.isArray(required) ? [...new Set(required)].filter((name) => names.has(name)) : []
  return {
    ...(members !== undefined && {
      properties: Object.fromEntries(known.map(([name, member]) => [name, cleanSchema(member, refer, depth + 1)])),
    }),
    ...(typeof more === 'boolean' && { additionalProperties: more }),
    ...(isSchema(more) && { additionalProperties: cleanSchema(more, refer, depth + 1) }),
    ...(demanded.length > 0 && { required: demanded }),
  }
}

function cleanItems(schema: LooseSchema, refer: Refer, depth: number): Schema {
  const items = Array.isArray(schema['items']) ? schema['items'][0] : schema['items']
  return cleanSchema(items, refer, depth + 1)
}

/** Tools take a `$ref` for a reference wherever it stands. */
function isExample(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return value !== undefined
  return !('$ref' in value) && Object.values(value).every(isExample)
}

function isText(value: unknown): boolean {
  return typeof value === 'string'
}

/** As JSON Schema takes it. */
function isPattern(value: unknown): boolean {
  try {
    return isText(value) && new RegExp(value as string, 'u') !== undefined
  } catch {
    return false
  }
}

function isFlag(value: unknown): boolean {
  return typeof value === 'boolean'
}

function isNumber(value: unknown): boolean {
  return typeof value === 'number'
}

function isCount(value: unknown): boolean {
  return Number.isInteger(value) && (value as number) >= 0
}
