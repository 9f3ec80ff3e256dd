/** A condition on an entry of a vendor's list, as a function of the entry and its name. */
import { compileReader } from '../../lib/json-path.ts'
import type { Condition, Test } from '../document/octet.ts'

export type CompiledCondition = (entry: unknown, name: string) => boolean

/**
 * Compiles it.
 * @throws {SyntaxError} for a path or a regular expression that is none.
 */
export function compileCondition(condition: Condition): CompiledCondition {
  if (condition === true) return () => true
  if ('all' in condition) {
    const tests = condition.all.map(compileTest)
    return (entry, name) => tests.every((test) => test(entry, name))
  }
  if ('any' in condition) {
    const tests = condition.any.map(compileTest)
    return (entry, name) => tests.some((test) => test(entry, name))
  }
  return compileTest(condition)
}

function compileTest(test: Test): CompiledCondition {
  if ('pattern' in test) {
    const pattern = new RegExp(test.pattern, 'u')
    return (_entry, name) => pattern.test(name)
  }
  const read = compileReader(test.member)
  if ('equals' in test) return (entry) => (read(entry) ?? null) === test.equals
  if ('notEquals' in test) return (entry) => (read(entry) ?? null) !== test.notEquals
  if ('notEmpty' in test) return (entry) => hasContent(read(entry))
  return (entry) => {
    const list = read(entry)
    return Array.isArray(list) && list.includes(test.includes)
  }
}

function hasContent(value: unknown): boolean {
  if (value === undefined || value === null || value === '') return false
  return typeof value !== 'object' || Object.keys(value).length > 0
}
