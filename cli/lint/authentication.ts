/** Lint: how instances authenticate (contract 4.4). */
import { authenticationTypes, clientCredentialsTypes } from '../../src/elements/document/authentication-type-names.ts'
import type { ElementDocument } from '../../src/elements/document/element-document.ts'
import type { Finding } from './finding.ts'

const known: readonly string[] = [...authenticationTypes, ...clientCredentialsTypes]

/** A type that no instance could be made with. */
export function findAuthenticationMistakes({ authentication: { type } }: ElementDocument): Finding[] {
  if (known.includes(type)) return []
  const message = `unknown type of authentication ${JSON.stringify(type)}; known: ${known.join(', ')}`
  return [{ path: ['authentication', 'type'], severity: 'warning', message }]
}
