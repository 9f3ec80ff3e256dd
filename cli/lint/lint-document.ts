/** The lint rules, in one list. They find what the schema lets through and no call could make sense of, or what an author hardly meant. */
import type { ElementDocument } from '../../src/elements/document/element-document.ts'
import type { Problem } from '../../src/elements/document/validate.ts'
import { findAuthenticationMistakes } from './authentication.ts'
import { findChainMistakes } from './chains.ts'
import { findConfigurationMistakes } from './configuration.ts'
import type { Finding, Rule } from './finding.ts'
import { findModelMistakes } from './models.ts'
import { findParameterMistakes } from './parameters.ts'
import { findPlaceMistakes } from './places.ts'
import { findResourceMistakes } from './resources.ts'
import { findRootKeyMistakes } from './root-keys.ts'
import { findScriptMistakes } from './scripts.ts'

const rules: readonly Rule[] = [
  findAuthenticationMistakes,
  findConfigurationMistakes,
  findResourceMistakes,
  findParameterMistakes,
  findPlaceMistakes,
  findRootKeyMistakes,
  findChainMistakes,
  findScriptMistakes,
  findModelMistakes,
]

/** What the rules say about a document that fits the schema. */
export function lintDocument(document: ElementDocument): Finding[] {
  return rules.flatMap((rule) => rule(document))
}

/** What the rules say beside the schema, which has `problems` with the document. A rule that cannot read what is there says nothing. */
export function lintUnfit(document: object, problems: readonly Problem[]): Finding[] {
  const whole = { configuration: [], resources: [], ...document } as unknown as ElementDocument
  return rules.flatMap((rule) => tryRule(rule, whole)).filter(({ path }) => !isTold(whole, path, problems))
}

function tryRule(rule: Rule, document: ElementDocument): Finding[] {
  try {
    return rule(document)
  } catch (error) {
    // Members that are missing or of another kind: the schema names them.
    if (error instanceof TypeError) return []
    throw error
  }
}

/** The schema spoke of that very member, or of its holder, where the member is missing. */
function isTold(document: ElementDocument, path: Finding['path'], problems: readonly Problem[]): boolean {
  const isAt = (place: Finding['path']) => problems.some((problem) => problem.path.join('/') === place.join('/'))
  return isAt(path) || (readAt(document, path) === undefined && isAt(path.slice(0, -1)))
}

function readAt(value: unknown, path: Finding['path']): unknown {
  return path.reduce<unknown>((at, name) => (at as Record<string | number, unknown> | null | undefined)?.[name], value)
}
