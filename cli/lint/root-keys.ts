/** Lint: `rootKey`, `request|response` or the response alone (contract 13.6). */
import type { ElementDocument } from '../../src/elements/document/element-document.ts'
import { compileReader, compileWriter } from '../../src/lib/json-path.ts'
import type { Finding } from './finding.ts'

/** Root keys with more than two halves, and halves that are no path or, for a request, no place to write to. */
export function findRootKeyMistakes({ resources }: ElementDocument): Finding[] {
  return resources.flatMap((resource, at) =>
    listMistakes(resource.rootKey ?? '').map(
      (message): Finding => ({ path: ['resources', at, 'rootKey'], severity: 'error', message: `rootKey: ${message}` }),
    ),
  )
}

function listMistakes(rootKey: string): string[] {
  const halves = rootKey.split('|').map((half) => half.trim())
  if (halves.length > 2) return [`expected at most one |, got ${JSON.stringify(rootKey)}`]
  const [request, response] = halves.length === 2 ? halves : ['', halves[0]!]
  return [...tryCompiling(compileWriter, request!), ...tryCompiling(compileReader, response!)]
}

function tryCompiling(compile: (path: string) => unknown, path: string): string[] {
  if (path === '') return []
  try {
    compile(path)
    return []
  } catch (error) {
    return [(error as SyntaxError).message]
  }
}
