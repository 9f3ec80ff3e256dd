/** Which item of a list a path means: `id=4`, `?(@.x.y==true)`, `?(@.kind=='work' && @.main)`. Reads, and makes an item that would be found. */

type Literal = string | number | boolean | null

interface Condition {
  readonly names: readonly string[]
  readonly operator: Operator
  readonly literal: Literal
}

export interface ItemFilter {
  /** As it was written, blanks at its ends taken away. */
  readonly text: string
  readonly test: (item: unknown) => boolean
  /** The item, or a copy of it, so that the filter finds it; undefined where the filter does not say what is to stand there. */
  readonly fulfil: ((item: unknown) => unknown) | undefined
}

type Operator = '==' | '!=' | '<' | '<=' | '>' | '>=' | 'exists'

const comparisons: Record<Operator, (value: unknown, literal: Literal) => boolean> = {
  '==': isSame,
  '!=': (value, literal) => !isSame(value, literal),
  '<': (value, literal) => compare(value, literal) < 0,
  '<=': (value, literal) => compare(value, literal) <= 0,
  '>': (value, literal) => compare(value, literal) > 0,
  '>=': (value, literal) => compare(value, literal) >= 0,
  exists: (value) => value !== undefined,
}

/** Gives the filter, or undefined when the text inside the brackets is none. */
export function parseItemFilter(text: string): ItemFilter | undefined {
  const script = /^\?\s*\((.*)\)$/s.exec(text)
  const parts = script === null ? [text] : splitConjunction(script[1]!)
  const conditions: Condition[] = []
  for (const part of parts) {
    const condition = script === null ? parseShort(part) : parseCondition(part)
    if (condition === undefined) return undefined
    conditions.push(condition)
  }
  const isMade = conditions.every(({ operator }) => operator === '==')
  return {
    text,
    test: (item) => conditions.every(({ names, operator, literal }) => comparisons[operator](readNames(item, names), literal)),
    fulfil: isMade ? (item) => conditions.reduce((made, { names, literal }) => putNames(made, names, literal), item) : undefined,
  }
}

/** At `&&`, except in quotes. */
function splitConjunction(text: string): string[] {
  const parts = ['']
  let quote: string | undefined
  for (let at = 0; at < text.length; at++) {
    const character = text[at]!
    if (quote === undefined && text.startsWith('&&', at)) {
      parts.push('')
      at++
      continue
    }
    if (quote !== undefined) quote = character === quote ? undefined : quote
    else if (character === "'" || character === '"') quote = character
    parts[parts.length - 1] += character
  }
  return parts
}

/** `id=4`. */
function parseShort(text: string): Condition | undefined {
  const match = /^([^=!<>]+)={1,3}([^=].*)$/s.exec(text)
  return match === null ? undefined : createCondition(match[1]!, '==', match[2]!)
}

/** `@.x.y==true`. */
function parseCondition(text: string): Condition | undefined {
  const match = /^@\.([^=!<>]+)(?:(={1,3}|!={1,2}|<=?|>=?)([^=].*))?$/s.exec(text.trim())
  if (match === null) return undefined
  const [, names = '', operator, literal] = match
  if (operator === undefined || literal === undefined) return createCondition(names, 'exists', 'null')
  return createCondition(names, operator.startsWith('=') ? '==' : operator.startsWith('!') ? '!=' : (operator as Operator), literal)
}

function createCondition(path: string, operator: Operator, literal: string): Condition | undefined {
  const names = path.trim().split('.')
  // A member that filters and is then made must be one of the item's own.
  if (names.some((name) => name === '' || name === '__proto__')) return undefined
  const value = readLiteral(literal.trim())
  return value === undefined ? undefined : { names, operator, literal: value }
}

function readLiteral(text: string): Literal | undefined {
  const quoted = /^(?:'([^']*)'|"([^"]*)")$/.exec(text)
  if (quoted !== null) return quoted[1] ?? quoted[2]!
  if (text === '' || /['"]|\|\|/.test(text)) return undefined
  if (text === 'true' || text === 'false') return text === 'true'
  if (text === 'null') return null
  // 007 and what a number would not give back are texts.
  return String(Number(text)) === text ? Number(text) : text
}

/** `4` finds 4 and "4": vendors do not agree on what an id is. */
function isSame(value: unknown, literal: Literal): boolean {
  if (literal === null) return value === null || value === undefined
  return value !== null && typeof value !== 'object' && String(value) === String(literal)
}

function compare(value: unknown, literal: Literal): number {
  if (typeof value === 'number' && typeof literal === 'number') return value - literal
  if (typeof value !== 'string' || literal === null) return Number.NaN
  if (typeof literal === 'number') return value.trim() === '' ? Number.NaN : Number(value) - literal
  const other = String(literal)
  return value < other ? -1 : value > other ? 1 : 0
}

function readNames(item: unknown, names: readonly string[]): unknown {
  let value = item
  for (const name of names) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined
    value = (value as Record<string, unknown>)[name]
  }
  return value
}

/** A copy of the item with the value there; what is neither an object nor absent stays as it is. */
function putNames(item: unknown, [name, ...rest]: readonly string[], value: Literal): unknown {
  if (name === undefined) return value
  if (item !== undefined && item !== null && (typeof item !== 'object' || Array.isArray(item))) return item
  const inner = readNames(item, [name])
  const holder = typeof inner === 'object' && !Array.isArray(inner) ? inner : undefined
  return { ...(item as object | null | undefined), [name]: putNames(rest.length === 0 ? undefined : holder, rest, value) }
}
