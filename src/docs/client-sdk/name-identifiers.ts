/** Names that people gave → identifiers of JavaScript and TypeScript, each once. */
import { createIdRegistry } from '../operation-id.ts'

/** Words that no function and no type may be named (ECMA-262 12.7.2, and the types of TypeScript). */
const reserved = new Set(
  [
    'arguments async await boolean break case catch class const continue debugger default delete do else enum eval export extends false finally',
    'for function if implements import in instanceof interface let never new null number object package private protected public return static',
    'string super switch symbol this throw true try type typeof undefined unknown any bigint var void while with yield',
  ].flatMap((line) => line.split(' ')),
)

/** Gives each name an identifier; `taken` are given to none. */
export function createIdentifierRegistry(taken: readonly string[] = []): (name: string) => string {
  const claim = createIdRegistry()
  for (const name of taken) claim(name)
  return (name) => {
    const joined = name
      .replace(/[^$_\p{ID_Continue}]+(.?)/gu, (_, next: string) => next.toUpperCase())
      .replace(/[^$_\p{ID_Continue}]/gu, '')
    return claim(reserved.has(joined) || !/^[$_\p{ID_Start}]/u.test(joined) ? `_${joined}` : joined)
  }
}
