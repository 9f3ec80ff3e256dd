// Driving a list of calls and holding each against an OpenAPI document, unknown properties included. For the two conformance tests.
import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'

/** What came back for a call. */
interface Reply {
  status: number
  text: string
  body: unknown
}

/** A call: `route` with example values in its placeholders (`/contacts/{contact_id=1}`), and the status expected (200). */
export interface Step {
  route: string
  query?: string
  body?: object
  status?: number
}

interface Operation {
  parameters?: { name: string; in: string; required?: boolean }[]
  requestBody?: { content: Record<string, { schema: object }> }
  responses: Record<string, { content?: Record<string, { schema: object }> }>
}

export interface ParsedDocument {
  paths: Record<string, Record<string, Operation>>
  components: object
}

export interface ApiDocument {
  find: (route: string) => Operation | undefined
  /** Empty when the value fits the schema, otherwise what is wrong. */
  check: (schema: object, value: unknown) => string
}

/** Where a document of the vendor (`keap/keap-v2.json`) lies beside this checkout, and why the test must be skipped when it does not. */
export function findDocument(name: string): { path: URL; skip: false | string } {
  const path = new URL(`../../../shared/vendors/openapi/${name}`, import.meta.url)
  return { path, skip: existsSync(path) ? false : `the vendor's OpenAPI document ${name} is not beside this checkout` }
}

/** Loads a document. `adjust` may correct schemas that contradict what the vendor is known to send. */
export function loadDocument(path: URL, prefix: string, adjust: (schema: Record<string, unknown>) => void = () => {}): ApiDocument {
  return readDocument(JSON.parse(readFileSync(path, 'utf8')) as ParsedDocument, prefix, adjust)
}

/** The same from a parsed document; it is changed in place. */
export function readDocument(parsed: ParsedDocument, prefix: string, adjust: (schema: Record<string, unknown>) => void): ApiDocument {
  closeSchemas(parsed, adjust)
  const operations = new Map<string, Operation>()
  for (const [name, methods] of Object.entries(parsed.paths)) {
    for (const [method, operation] of Object.entries(methods)) operations.set(`${method.toUpperCase()} ${nameless(name)}`, operation)
  }
  const ajv = new Ajv2020({ strict: false, allErrors: true })
  formats.default(ajv)
  ajv.addSchema({ $id: 'vendor', components: parsed.components })
  return {
    find: (route) => operations.get(nameless(route.replace(' ', ` ${prefix}`))),
    check: (schema, value) => {
      const local = JSON.parse(JSON.stringify(schema).replaceAll('"#/components', '"vendor#/components')) as object
      if (ajv.validate(local, value)) return ''
      return (ajv.errors ?? []).map((each) => `${each.instancePath} ${each.message} ${JSON.stringify(each.params)}`).join('\n')
    },
  }
}

/** The routes that steps drive, without their example values, sorted. */
export function listDriven(steps: Step[]): string[] {
  return [...new Set(steps.map((step) => plainName(step.route)))].sort()
}

/** Makes the calls in order; each must be allowed by the document and answered as it says. */
export async function driveSteps(
  document: ApiDocument,
  steps: Step[],
  call: (method: string, path: string, body?: object) => Promise<Reply>,
): Promise<void> {
  for (const step of steps) {
    const [method = '', path = ''] = step.route.split(' ')
    const operation = document.find(plainName(step.route))
    assert.ok(operation, `${step.route}: not in the document`)
    checkRequest(document, operation, step)
    const target = `${path.replace(/\{\w+=([^}]*)\}/g, '$1')}${step.query ? `?${step.query}` : ''}`
    checkReply(document, operation, { step, reply: await call(method, target, step.body) })
  }
}

function checkRequest(document: ApiDocument, operation: Operation, step: Step): void {
  for (const name of new URLSearchParams(step.query).keys()) {
    const known = operation.parameters?.some((each) => each.in === 'query' && each.name === name)
    assert.ok(known, `${step.route}: no parameter ${name}`)
  }
  if (!step.body) return
  const schema = operation.requestBody?.content['application/json']?.schema
  assert.ok(schema, `${step.route}: takes no body`)
  assert.equal(document.check(schema, step.body), '', `${step.route}: request`)
}

function checkReply(document: ApiDocument, operation: Operation, { step, reply }: { step: Step; reply: Reply }): void {
  assert.equal(reply.status, step.status ?? 200, `${step.route}: ${reply.text}`)
  const response = operation.responses[String(reply.status)]
  assert.ok(response, `${step.route}: status ${reply.status} is not declared`)
  const schema = response.content?.['application/json']?.schema
  if (!schema) assert.equal(reply.text, '', `${step.route}: no body expected`)
  else assert.equal(document.check(schema, reply.body), '', `${step.route}: reply ${reply.text.slice(0, 400)}`)
}

function plainName(route: string): string {
  return route.replace(/\{(\w+)=[^}]*\}/g, '{$1}')
}

// The two versions name the same placeholder differently.
function nameless(route: string): string {
  return route.replace(/\{\w+\}/g, '{}')
}

// Unknown properties become failures; number enums that the document writes as text become numbers.
function closeSchemas(node: unknown, adjust: (schema: Record<string, unknown>) => void): void {
  if (typeof node !== 'object' || node === null) return
  const schema = node as Record<string, unknown>
  adjust(schema)
  if (typeof schema['properties'] === 'object' && schema['additionalProperties'] === undefined) schema['additionalProperties'] = false
  if (schema['type'] === 'integer' && Array.isArray(schema['enum'])) schema['enum'] = schema['enum'].map(Number)
  for (const value of Object.values(schema)) closeSchemas(value, adjust)
}
