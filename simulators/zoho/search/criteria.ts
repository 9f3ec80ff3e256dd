// The language of `criteria`: `((Field:operator:value)and(…))`, read into a tree. Brackets, commas and a last backslash in values are escaped by a backslash.

export interface Condition {
  kind: 'condition'
  field: string
  operator: string
  /** The value, split at commas that were not escaped. */
  values: string[]
  /** The value with its commas. */
  text: string
}

export type Criteria = Condition | { kind: 'and' | 'or'; left: Criteria; right: Criteria }

/** A text that is no criteria. */
export class CriteriaError extends Error {}

/** Reads criteria. @throws CriteriaError */
export function parseCriteria(source: string): Criteria {
  let at = 0
  const tree = readExpression()
  skipSpaces()
  if (at < source.length) throw new CriteriaError(`unexpected text at ${at}`)
  return tree

  // `and` binds tighter than `or` where no brackets say otherwise.
  function readExpression(): Criteria {
    let left = readConjunction()
    while (takeWord('or')) left = { kind: 'or', left, right: readConjunction() }
    return left
  }

  function readConjunction(): Criteria {
    let left = readGroup()
    while (takeWord('and')) left = { kind: 'and', left, right: readGroup() }
    return left
  }

  function readGroup(): Criteria {
    skipSpaces()
    if (source[at] !== '(') throw new CriteriaError(`expected ( at ${at}`)
    at += 1
    skipSpaces()
    const inner = source[at] === '(' ? readExpression() : readCondition()
    skipSpaces()
    if (source[at] !== ')') throw new CriteriaError(`expected ) at ${at}`)
    at += 1
    return inner
  }

  function readCondition(): Condition {
    const head = /^([\w$.]+)\s*:\s*(\w+)\s*:/.exec(source.slice(at))
    if (!head) throw new CriteriaError(`expected field:operator:value at ${at}`)
    at += head[0].length
    const { values, text } = readValue()
    return { kind: 'condition', field: head[1] as string, operator: head[2] as string, values, text }
  }

  function readValue(): { values: string[]; text: string } {
    const values = ['']
    let text = ''
    for (; at < source.length && source[at] !== ')'; at += 1) {
      let character = source[at] as string
      if (character === '(') throw new CriteriaError(`unescaped ( at ${at}`)
      const escaped = character === '\\' && /[(),\\]/.test(source[at + 1] ?? '')
      if (escaped) {
        at += 1
        character = source[at] as string
      }
      text += character
      if (character === ',' && !escaped) values.push('')
      else values[values.length - 1] += character
    }
    return { values: values.map((each) => each.trim()), text: text.trim() }
  }

  function takeWord(word: string): boolean {
    skipSpaces()
    if (source.slice(at, at + word.length).toLowerCase() !== word) return false
    at += word.length
    return true
  }

  function skipSpaces(): void {
    while (source[at] === ' ') at += 1
  }
}

/** The conditions of a tree, left to right. */
export function listConditions(tree: Criteria): Condition[] {
  return tree.kind === 'condition' ? [tree] : [...listConditions(tree.left), ...listConditions(tree.right)]
}
