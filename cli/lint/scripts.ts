/** Lint: hooks (contract 12.6). Scripts are parsed, never run. The platform stores broken ones too (contract 2.3), so they are warnings. */
import { Script } from 'node:vm'
import type { ElementDocument, HookDocument } from '../../src/elements/document/element-document.ts'
import type { Finding } from './finding.ts'

const types = ['preRequest', 'postRequest', 'event']

type Path = readonly (string | number)[]

/** Types of hooks that are none, and scripts that are no JavaScript. */
export function findScriptMistakes({ hooks, resources }: ElementDocument): Finding[] {
  return [...checkAll(hooks, []), ...resources.flatMap((resource, at) => checkAll(resource.hooks, ['resources', at]))]
}

function checkAll(hooks: readonly HookDocument[] | null | undefined, holder: Path): Finding[] {
  return (hooks ?? []).flatMap((hook, at) => {
    const path = [...holder, 'hooks', at]
    return [...checkType(hook, path), ...checkBody(hook, path)]
  })
}

function checkType({ type }: HookDocument, path: Path): Finding[] {
  if (types.includes(type)) return []
  return [{ path: [...path, 'type'], severity: 'error', message: `${JSON.stringify(type)} is no type of hook; known: ${types.join(', ')}` }]
}

function checkBody({ body, isLegacy }: HookDocument, path: Path): Finding[] {
  if (body == null || body === '') return []
  const at = [...path, 'body']
  const mistake = findSyntaxError(body)
  if (mistake !== undefined) return [{ path: at, severity: 'warning', ...mistake }]
  if (isLegacy === true || /\bdone\b/.test(body)) return []
  return [{ path: at, severity: 'warning', message: 'this script never calls done, so every call of it ends with the time limit' }]
}

/** Bodies run inside a sloppy function (contract 13.3), so they are parsed inside one. */
function findSyntaxError(body: string): Pick<Finding, 'message' | 'within'> | undefined {
  try {
    new Script(`(function () {\n${body}\n})`, { filename: 'hook', lineOffset: -1 })
    return undefined
  } catch (error) {
    const { message, stack = '' } = error as SyntaxError
    const line = Number(/^hook:(\d+)/.exec(stack)?.[1] ?? 1)
    const column = /\n( *)\^/.exec(stack)?.[1]?.length ?? 0
    return { message: `not JavaScript: ${message}`, within: { line: Math.min(line, body.split('\n').length), column: column + 1 } }
  }
}
