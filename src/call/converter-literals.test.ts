import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { readPropertyRuns } from '../../test/property-runs.ts'
import { parseWhere } from '../ceql/parse-where.ts'
import { OctetError } from '../lib/errors.ts'
import { convertWhere } from './converters.ts'

type Name = 'toODataFilter' | 'toODataV3Filter' | 'toBazaarvoice' | 'toQuickbase' | 'toWiql' | 'toSoql' | 'toSql'

const isRefusal = (error: unknown) => error instanceof OctetError && error.code === 'expression-not-supported' && error.status === 400

describe('whatever the value, it stays one literal of its condition', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc
      .array(fc.constantFrom("'", "''", '\\', '\\\\', '"', ' or ', '1 eq 1', ')', '}', "'}OR{", ':', ',', ']', '--', '\n', '\0', '%'), {
        maxLength: 6,
      })
      .map((parts) => parts.join('')),
  )
  /** How the reader of each grammar finds a literal and what it holds: told by the grammar, not by our printers. */
  const literals: Partial<Record<Name, [pattern: RegExp, readInside: (inside: string) => string, skeleton: string]>> = {
    toODataFilter: [/'((?:[^']|'')*)'/gsu, (inside) => inside.replaceAll("''", "'"), 'f eq ? and g eq 1'],
    toODataV3Filter: [/'((?:[^']|'')*)'/gsu, (inside) => inside.replaceAll("''", "'"), 'f eq ? and g eq 1'],
    toWiql: [/'((?:[^']|'')*)'/gsu, (inside) => inside.replaceAll("''", "'"), '[f] = ? AND [g] = 1'],
    toSql: [/'((?:[^'\\]|'')*)'/gsu, (inside) => inside.replaceAll("''", "'"), 'f = ? AND g = 1'],
    toSoql: [
      /'((?:[^'\\\n\r]|\\.)*)'/gsu,
      (inside) => inside.replace(/\\(.)/gs, (_, letter: string) => ({ n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' })[letter] ?? letter),
      'f = ? AND g = 1',
    ],
    toQuickbase: [/'([^'{}]*)'/gsu, (inside) => inside, '{f.EX.?}AND{g.EX.?}'],
  }
  for (const [name, [pattern, readInside, skeleton]] of Object.entries(literals)) {
    it(name, () => {
      fc.assert(
        fc.property(text, (value) => {
          // A backslash before a quote would be CEQL's own escape.
          const where = `f="${value.replaceAll('"', '""')}" and g=1`
          try {
            const printed = convertWhere(name, parseWhere(where), '')[0]![1]
            const inside: string[] = []
            const rest = printed.replace(pattern, (_, found: string) => {
              inside.push(readInside(found))
              return '?'
            })
            assert.equal(rest, skeleton)
            assert.equal(inside[0], value)
          } catch (error) {
            assert(isRefusal(error), String(error))
          }
        }),
        readPropertyRuns(31, 500),
      )
    })
  }
  it('toBazaarvoice', () => {
    fc.assert(
      fc.property(text, (value) => {
        const pairs = convertWhere('toBazaarvoice', parseWhere(`f in ("${value.replaceAll('"', '""')}", 2)`), '')
        assert.equal(pairs.length, 1)
        const parts = pairs[0]![1].split(/(?<!(?<!\\)(?:\\\\)*\\)[:,]/)
        assert.deepEqual(
          parts.map((part) => part.replace(/\\(.)/gs, '$1')),
          ['f', 'eq', value, '2'],
        )
      }),
      readPropertyRuns(32, 500),
    )
  })
  it('and whatever the name, it stays a name or is refused', () => {
    const shapes: Partial<Record<Name, RegExp>> = {
      toODataFilter: /^[\p{L}_$@][\p{L}\p{N}_$@/-]* eq 1$/u,
      toODataV3Filter: /^[\p{L}_$@][\p{L}\p{N}_$@/-]* eq 1$/u,
      toBazaarvoice: /^[\p{L}_$@][\p{L}\p{N}_$@.-]*:eq:1$/u,
      toQuickbase: /^\{[\p{L}\p{N}_ -]+\.EX\.'1'\}$/u,
      toWiql: /^\[[^[\]]+\] = 1$/u,
      toSoql: /^[\p{L}_][\p{L}\p{N}_$.]* = 1$/u,
      toSql: /^[\p{L}_][\p{L}\p{N}_$.]* = 1$/u,
    }
    const name = fc.oneof(text, fc.stringMatching(/^[a-z._ $@-]{1,8}$/)).filter((candidate) => candidate !== '')
    fc.assert(
      fc.property(name, fc.constantFrom(...(Object.keys(shapes) as Name[])), (field, converter) => {
        try {
          const printed = convertWhere(converter, parseWhere(`"${field.replaceAll('"', '""')}"=1`), '')[0]![1]
          assert.match(printed, shapes[converter]!)
        } catch (error) {
          assert(isRefusal(error), String(error))
        }
      }),
      readPropertyRuns(33, 1000),
    )
  })
})
