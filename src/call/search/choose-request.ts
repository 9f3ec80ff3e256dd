/** Of the vendor requests that answer a list, the one that can be asked the most of a client's `where` and `orderBy`. */
import type { Expression } from '../../ceql/expression.ts'
import type { Sort } from '../../ceql/parse-lists.ts'
import { reinterpret } from '../../ceql/reinterpret.ts'
import type { FilterTarget, SearchableFields } from '../../ceql/searchable-field.ts'
import { join, splitWhere } from '../../ceql/split.ts'
import type { CompiledResource } from '../../elements/compile/compiled.ts'
import { type FindVendorField, isPart } from '../../elements/compile/search-fields.ts'
import { chooseDeleted } from './include-deleted.ts'
import { listFields } from './list-fields.ts'
import { nameOrder, type VendorSort } from './print-order.ts'

/** A request, and what of the selection it does. */
export interface Chosen {
  readonly resource: CompiledResource
  /** Undefined: every row is asked for. */
  readonly pushed: Expression | undefined
  /** Undefined: the vendor's answer is the answer. */
  readonly residual: Expression | undefined
  /** Undefined: the vendor cannot sort so. Empty: nothing was asked. */
  readonly order: readonly VendorSort[] | undefined
}

export interface Wanted {
  readonly where: Expression | undefined
  /** What always holds of the list: the vendor's answer to it is not checked. */
  readonly condition: Expression | undefined
  readonly orderBy: readonly Sort[]
  readonly includesDeleted: boolean
  readonly find: FindVendorField | undefined
}

/** Chooses; where two do as much, the plain list, and then the earlier. Throws invalid-parameter (400) for a value that is none of its field's type. */
export function chooseRequest(plain: CompiledResource, wanted: Wanted): Chosen {
  const needsDeleted = wanted.includesDeleted && plain.includeDeleted !== undefined
  const others = plain.searches.filter(({ includeDeleted }) => !needsDeleted || includeDeleted !== undefined)
  let best = weigh(plain, wanted)
  for (const resource of others) {
    const other = weigh(resource, wanted)
    if (isBetter(other, best) && showsRest(other.chosen, wanted)) best = other
  }
  return best.chosen
}

interface Weighed {
  readonly chosen: Chosen
  readonly isWhole: boolean
  /** Conditions that the vendor is asked, and those that are left to check. */
  readonly asked: number
  readonly left: number
  readonly isOrdered: boolean
}

function weigh(resource: CompiledResource, wanted: Wanted): Weighed {
  const { orderBy, find } = wanted
  const { pushed, residual } = split(resource, wanted)
  const order = nameOrder(resource, orderBy, (path) => nameField(resource, path, find))
  const isOrdered = orderBy.length === 0 || order !== undefined
  return {
    chosen: { resource, pushed, residual, order: orderBy.length === 0 ? [] : order },
    isWhole: residual === undefined && isOrdered,
    asked: countConditions(pushed),
    left: countConditions(residual),
    isOrdered,
  }
}

function isBetter(one: Weighed, other: Weighed): boolean {
  if (one.isWhole !== other.isWhole) return one.isWhole
  if (one.asked !== other.asked) return one.asked > other.asked
  if (one.left !== other.left) return one.left < other.left
  return one.isOrdered && !other.isOrdered
}

/** What is left to do here is done with the request's own rows. What the vendor is asked for, or says that it has, they have. */
function showsRest({ resource, pushed, residual, order }: Chosen, { orderBy, find }: Wanted): boolean {
  const asked = new Set(listFields(pushed))
  const sorted = order === undefined ? orderBy.map(({ field }) => field.path) : []
  const rest = [...listFields(residual), ...sorted].filter((path) => !asked.has(path) && find?.(path) === undefined)
  return !rest.some((path) => resource.lacks.some((member) => path === member || path.startsWith(`${member}.`)))
}

function split(resource: CompiledResource, { where, condition, find, includesDeleted }: Wanted): Pick<Chosen, 'pushed' | 'residual'> {
  const { where: own } = resource
  if (own === undefined) return { pushed: undefined, residual: and(condition, where) }
  const opened = own.fields.open(find)
  const fields = includesDeleted ? withoutPlaces(opened, chooseDeleted(resource).query) : opened
  const always = condition !== undefined && own.printer.canSay(condition, fields) ? condition : undefined
  const client = where === undefined ? undefined : reinterpret(where, fields)
  const { pushed, residual } =
    client === undefined
      ? { pushed: undefined, residual: undefined }
      : splitWhere(client, {
          canSay: (part) => own.printer.canSay(and(always, part)!, fields),
          isExact: (part) => own.printer.isExact(part, fields),
        })
  return { pushed: and(always, pushed), residual: always === undefined ? and(condition, residual) : residual }
}

function and(...operands: readonly (Expression | undefined)[]): Expression | undefined {
  return join(
    'and',
    operands.filter((operand) => operand !== undefined),
  )
}

/** Parameters that ask for what is deleted cannot say something else too. */
function withoutPlaces(fields: SearchableFields, query: readonly (readonly [string, string])[]): SearchableFields {
  const taken = new Set(query.map(([name]) => name))
  if (taken.size === 0) return fields
  const isTaken = (target: FilterTarget) => taken.has(typeof target === 'string' ? target : target.name)
  const filterOf = (path: string) => {
    const field = fields.filterOf(path)
    return field !== undefined && Object.values(field.operators).some(isTaken) ? undefined : field
  }
  return { ...fields, filterOf }
}

/** The vendor's spelling where it is known. What the vendor says that it does not have, or does not sort by, is not asked for. */
function nameField({ where }: CompiledResource, path: string, find: FindVendorField | undefined): string | undefined {
  const name = where?.fields.nameOf(path)
  if (name === undefined || find === undefined) return name
  const described = find(name)
  if (described?.sortable === false || isPart(name, find)) return undefined
  return name.includes('.') ? name : described?.name
}

function countConditions(node: Expression | undefined): number {
  if (node === undefined) return 0
  return node.kind === 'and' || node.kind === 'or' ? node.operands.reduce((sum, operand) => sum + countConditions(operand), 0) : 1
}
