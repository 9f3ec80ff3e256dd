// Conditions on one field: each type turns into a test of the field's value, or of every value it has.

import { readTime } from '../time.ts'
import type { FieldKind } from './fields.ts'
import { refuse } from './fields.ts'
import { type MomentClock, readMoment } from './moments.ts'
import { matchText } from './text.ts'

export interface ConditionContext extends MomentClock {
  userId: string
}

type Test = (value: unknown) => boolean

interface ConditionType {
  kinds: readonly FieldKind[]
  compile: (condition: Record<string, unknown>, context: ConditionContext) => Test
}

const every: readonly FieldKind[] = ['text', 'term', 'reference', 'number', 'moment', 'boolean']

const types: Record<string, ConditionType> = {
  exists: { kinds: every, compile: () => (value) => value !== null && value !== undefined && value !== '' },
  boolean: { kinds: ['boolean'], compile: (condition) => (value) => (value ?? false) === condition['value'] },
  current_user: { kinds: ['reference'], compile: (_condition, context) => (value) => value === context.userId },
  text: {
    kinds: ['text', 'term'],
    compile: (condition) => {
      const match = matchText(condition['mode'], condition['value'])
      return (value) => typeof value === 'string' && match(value)
    },
  },
  term: { kinds: ['term', 'reference', 'text'], compile: (condition) => isOneOf(readList(condition, 'values')) },
  reference: { kinds: ['reference', 'term'], compile: (condition) => isOneOf(readList(condition, 'object_ids')) },
  number_range: { kinds: ['number'], compile: compileNumberRange },
  moment_range: { kinds: ['moment'], compile: compileMomentRange },
}

/** Compiles a condition for a field of a kind. @throws InvalidRequest for one that is not known or does not fit the field */
export function compileCondition(named: unknown, kind: FieldKind, context: ConditionContext): Test {
  const condition = (named ?? {}) as Record<string, unknown>
  const name = String(condition['type'])
  const type = Object.hasOwn(types, name) ? types[name] : undefined
  if (!type) throw refuse(`There is no condition of type ${name}.`)
  if (!type.kinds.includes(kind)) throw refuse(`A ${name} condition does not fit a ${kind} field.`)
  const test = type.compile(condition, context)
  return (value) => (Array.isArray(value) ? value.some(test) : test(value))
}

function readList(condition: Record<string, unknown>, name: string): Set<unknown> {
  const values = condition[name]
  if (!Array.isArray(values)) throw refuse(`${name} must be a list.`)
  return new Set(values as unknown[])
}

function isOneOf(values: Set<unknown>): Test {
  return (value) => values.has(value)
}

function compileNumberRange(condition: Record<string, unknown>): Test {
  const bounds = ['gt', 'gte', 'lt', 'lte'].filter((each) => condition[each] !== undefined && condition[each] !== null)
  if (bounds.length === 0) throw refuse('A number_range needs gt, gte, lt or lte.')
  if (bounds.some((each) => typeof condition[each] !== 'number')) throw refuse('The bounds of a number_range are numbers.')
  return (value) => typeof value === 'number' && bounds.every((each) => holds(value, each, condition[each] as number))
}

function holds(value: number, bound: string, limit: number): boolean {
  if (bound === 'gt') return value > limit
  if (bound === 'gte') return value >= limit
  return bound === 'lt' ? value < limit : value <= limit
}

const momentBounds: Record<string, string> = { on_or_after: 'gte', after: 'gt', before: 'lt', on_or_before: 'lte' }

function compileMomentRange(condition: Record<string, unknown>, context: ConditionContext): Test {
  const names = Object.keys(momentBounds).filter((each) => condition[each] !== undefined && condition[each] !== null)
  if (names.length === 0) throw refuse('A moment_range needs on_or_after, after, before or on_or_before.')
  const bounds = names.map((each) => ({ bound: String(momentBounds[each]), limit: readMoment(condition[each], context) }))
  return (value) => {
    const time = typeof value === 'string' ? readTime(value) : undefined
    return time !== undefined && bounds.every((each) => holds(time, each.bound, each.limit))
  }
}
