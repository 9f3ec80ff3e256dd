/** A field that a client selects or sorts by and no record has is a mistake: said before rows are read to find it, where that can be known. */
import type { Expression } from '../../ceql/expression.ts'
import { nameField } from '../../ceql/name-field.ts'
import type { Sort } from '../../ceql/parse-lists.ts'
import type { CompiledResource } from '../../elements/compile/compiled.ts'
import { createError } from '../../lib/errors.ts'
import { type DescribedVendorField, describeFields } from '../discovery/vendor-fields.ts'
import { findOperator } from '../scan/refuse-scan.ts'
import type { CallSession } from '../send.ts'
import { listFields } from './list-fields.ts'

export interface LeftToLookAt {
  /** The request whose rows are looked at. */
  readonly resource: CompiledResource
  /** All that answer the list. */
  readonly requests: readonly CompiledResource[]
  readonly objectName: string | undefined
  /** What is left to check here, and the fields of it that may be none. */
  readonly where: Expression | undefined
  readonly fields: readonly string[]
  readonly orderBy: readonly Sort[]
}

/**
 * Throws field-not-searchable, expression-not-supported or field-not-sortable (400). Of an object whose fields nobody lists in full, and of a path into
 * another object, nothing is known here: its rows tell.
 */
export async function refuseUnknown(session: CallSession, left: LeftToLookAt): Promise<void> {
  const { resource, objectName, fields, orderBy } = left
  const { declared } = resource
  const paths = [...fields, ...orderBy.map(({ field }) => field.path)]
  if (paths.every((path) => declared.mayHave(path))) return
  const described = (objectName === undefined ? undefined : await describeFields(session, objectName)) ?? []
  // A vendor that lists its users' own fields alone says nothing of the others.
  const isDescribed = described.some(({ custom }) => !custom)
  const known = new Set(described.flatMap(({ name, path }) => [name.toLowerCase(), path.toLowerCase()]))
  const isUnknown = (path: string) => {
    const name = declared.bare(path)
    if (declared.mayHave(path) || known.has(name.toLowerCase()) || known.has(path.toLowerCase())) return false
    return declared.isComplete || (isDescribed && !name.includes('.'))
  }
  const unsearchable = fields.find(isUnknown)
  if (unsearchable !== undefined) throw refuseWhere(unsearchable, left, described)
  const unsortable = orderBy.find(({ field }) => isUnknown(field.path))?.field.path
  if (unsortable === undefined) return
  const sortable = nameSome([...Object.keys(resource.orderBy?.fields ?? {}), ...nameFields(resource, described)])
  throw createError('field-not-sortable', { params: { field: nameField(unsortable), sortable } })
}

/** A parameter of the vendor's that is named like a field is refused for what cannot be said with it. */
function refuseWhere(path: string, { resource, requests, where }: LeftToLookAt, described: readonly DescribedVendorField[]) {
  const part = findPart(where!, path)
  const taking = requests
    .map((request) => request.where)
    .find((style) => style?.fields.isUnlisted(path) === false && style.fields.open().filterOf(path) !== undefined)
  taking?.printer.print(part, taking.fields.open())
  const searchable = nameSome([...(resource.where?.fields.open().searchable ?? []), ...nameFields(resource, described)])
  return createError('field-not-searchable', { params: { field: nameField(path), operator: findOperator(part, path) ?? '', searchable } })
}

function nameFields({ declared }: CompiledResource, described: readonly DescribedVendorField[]): readonly string[] {
  return [...declared.names, ...described.map(({ name }) => name)]
}

/** Of conditions that must all hold, the one that names the field. */
function findPart(node: Expression, path: string): Expression {
  if (node.kind !== 'and') return node
  return findPart(node.operands.find((operand) => listFields(operand).includes(path))!, path)
}

const mostNames = 60

function nameSome(names: readonly string[]): string {
  const all = [...new Set(names)]
  return all.length > mostNames ? `${all.slice(0, mostNames).join(', ')} and ${all.length - mostNames} more` : all.join(', ') || 'none'
}
