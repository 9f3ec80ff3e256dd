/** A JSON text whose members know their lines. Strict JSON: what an element file may hold is what every reader of it takes. */
import { findNodeAtLocation, type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser'
import type { Mistake, Place } from './source.ts'

export interface JsonText {
  readonly mistakes: readonly Mistake[]
  /** Whether the text is JSON; members given twice leave it so. */
  readonly isValid: boolean
  locate(path: readonly (string | number)[]): Place
}

/** Reads a text; `file` is what places are shown with. */
export function readJsonText(text: string, file: string): JsonText {
  const errors: ParseError[] = []
  const root = parseTree(text, errors, { disallowComments: true, allowTrailingComma: false, allowEmptyContent: false })
  const lineStarts = [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)]
  const placeAt = (offset: number): Place => {
    const line = lineStarts.findLastIndex((start) => start <= offset)
    return { file, line: line + 1, column: offset - lineStarts[line]! + 1 }
  }
  const locate = (path: readonly (string | number)[]): Place => {
    for (let length = path.length; length > 0 && root !== undefined; length--) {
      const node = findNodeAtLocation(root, path.slice(0, length))
      if (node !== undefined) return placeAt(node.offset)
    }
    return placeAt(root?.offset ?? 0)
  }
  const broken = errors.slice(0, 1).map(({ error, offset }) => ({ place: placeAt(offset), message: describe(printParseErrorCode(error)) }))
  const repeated = root === undefined ? [] : findRepeated(root)
  const twice = repeated.map((key) => ({ place: placeAt(key.offset), message: `the member ${JSON.stringify(key.value)} is given twice` }))
  return { mistakes: [...broken, ...twice], isValid: errors.length === 0, locate }
}

/** `ValueExpected` → `not valid JSON: value expected`. */
function describe(code: string): string {
  return `not valid JSON: ${code.replace(/(?<!^)[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`).toLowerCase()}`
}

/** Keys that an object has already; readers of JSON keep the last one and lose the others (RFC 8259 §4). */
function findRepeated(node: Node): Node[] {
  const children = node.children ?? []
  if (node.type !== 'object') return children.flatMap(findRepeated)
  const seen = new Set<unknown>()
  return children.flatMap((property) => {
    const [key, value] = property.children ?? []
    if (key === undefined) return []
    const again = seen.has(key.value) ? [key] : []
    seen.add(key.value)
    return value === undefined ? again : [...again, ...findRepeated(value)]
  })
}
