/**
 * One condition → a search for a term: `{term, fields, exact_match}`. Equality looks for the whole value, LIKE for a part of it.
 * Options: `term`, `fields`, `exact` (names of the parameters; default `term`, `fields`, `exact_match`), `shortest` (characters of a part, default 2).
 */
import type { Asking, Dialect } from '../dialect.ts'
import type { Expression, Leaf } from '../expression.ts'
import { findTarget, operatorOf } from '../find-target.ts'
import { readComparison } from '../literal.ts'
import { readNumberOption, readTextOption } from '../options.ts'
import { refuse } from '../refuse.ts'
import { simplify } from '../text-grammar.ts'
import { widenPattern } from '../widen-pattern.ts'

export const sayTermSearch: Dialect = (settings) => {
  const names = {
    term: readTextOption(settings, 'term', 'term'),
    fields: readTextOption(settings, 'fields', 'fields'),
    exact: readTextOption(settings, 'exact', 'exact_match'),
  }
  const shortest = readNumberOption(settings, 'shortest', 2)
  return (expression, asking) => {
    const { term, field, isWhole } = readTerm(expression, asking)
    const length = Array.from(term).length
    if (!isWhole && length < shortest) throw refuse(expression, `the vendor wants ${shortest} characters at least`)
    if (term.trim() !== term || length === 0)
      throw refuse(expression, 'a value that is empty, begins or ends with a space is not available')
    return { [names.term]: term, [names.fields]: field, ...(isWhole ? { [names.exact]: 'true' } : {}) }
  }
}

function readTerm(expression: Expression, asking: Asking): { readonly term: string; readonly field: string; readonly isWhole: boolean } {
  if (expression.kind === 'and' || expression.kind === 'or') throw refuse(expression, 'one condition at a time is available')
  const node = simplify(expression, /[%_]/)
  if (node.kind === 'like' && !node.negated) {
    const { name } = findTarget(node, 'LIKE', asking)
    const { text } = widenPattern(node, ['prefix', 'part', 'suffix'], asking)
    // Every word of the term is looked for, in any order and anywhere.
    asking.widen()
    return { term: text.trim(), field: checkName(node, name), isWhole: false }
  }
  if (node.kind !== 'comparison' || node.operator !== '=') throw refuse(node, 'only = and LIKE are available')
  const target = findTarget(node, operatorOf(node), asking)
  const { literal } = readComparison(node, target)
  if (literal.kind === 'date' || literal.kind === 'datetime') throw refuse(node, 'dates are not available')
  return { term: literal.text, field: checkName(node, target.name), isWhole: true }
}

/** A comma would name a second field. */
function checkName(node: Leaf, name: string): string {
  if (/^[\w.-]+$/.test(name)) return name
  throw refuse(node, `${JSON.stringify(name.slice(0, 60))} is no name of a field there`)
}
