/** The lint rules, in one list. They find what the schema lets through and no call could make sense of, or what an author hardly meant. */
import type { ElementDocument } from '../../src/elements/document/element-document.ts'
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
