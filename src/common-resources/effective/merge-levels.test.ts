import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { readPropertyRuns } from '../../../test/property-runs.ts'
import type { MappingFlag } from '../../transform/mapping/mapping-document.ts'
import type { Level } from '../levels.ts'
import type { TransformationRow } from '../store/transformations.ts'
import {
  effectiveTransformation,
  inherits,
  levelTransformation,
  mergeDefinitions,
  mergeFields,
  mergeTransformations,
} from './merge-levels.ts'

const level = fc.constantFrom<Level>('system', 'organization', 'account', 'instance')
const path = fc.constantFrom('a', 'b', 'c', 'd', 'e.f', 'g[*].h')
const field = fc.record({ path, vendorPath: fc.constantFrom('x', 'y', 'z') })
const fields = fc.array(field, { maxLength: 6 })
const flag = fc.record({ type: fc.constantFrom('inherit', 'passThrough', 'addToDocumentation') })
const row = (at: fc.Arbitrary<Level>) =>
  fc
    .record({
      level: at,
      fields,
      configuration: fc.uniqueArray(flag, { selector: ({ type }) => type }),
      script: fc.option(fc.string(), { nil: undefined }),
    })
    .map((made) => makeRow(made))

function makeRow(made: {
  readonly level: Level
  readonly fields: readonly { readonly path: string; readonly vendorPath: string }[]
  readonly configuration: readonly MappingFlag[]
  readonly script?: string | undefined
}): TransformationRow {
  const { script, fields, configuration } = made
  const document = { fields, configuration, isLegacy: false, ...(script !== undefined && { script: { body: script } }) }
  const names = { id: 1, resourceId: 1, objectName: 'o', elementId: 1, elementKey: 'e', createdDate: '', updatedDate: '' }
  return { ...names, level: made.level, associatedId: 1, vendorName: made.level, document }
}

describe('merging levels', () => {
  it('is associative', () => {
    const one = row(level).map(levelTransformation)
    fc.assert(
      fc.property(one, one, one, (a, b, c) => {
        const left = mergeTransformations(mergeTransformations(a, b), c)
        assert.deepEqual(left, mergeTransformations(a, mergeTransformations(b, c)))
      }),
      readPropertyRuns(9_1, 200),
    )
  })

  it('lets the lower win per path, with all that it says, and loses no field of either', () => {
    fc.assert(
      fc.property(fields, fields, (lower, upper) => {
        const merged = mergeFields(lower, upper)
        const of = (list: typeof lower, at: string) => list.filter((each) => each.path === at)
        for (const at of pathsOf(lower, upper)) {
          assert.deepEqual(of(merged, at), of(lower, at).length > 0 ? of(lower, at) : of(upper, at))
        }
        assert.deepEqual(new Set(merged.map((each) => each.path)), pathsOf(lower, upper))
      }),
      readPropertyRuns(9_1, 200),
    )
  })

  it('does not depend on the order in which rows are read', () => {
    const rows = fc.uniqueArray(row(level), { selector: (each) => each.level, maxLength: 4 })
    fc.assert(
      fc.property(rows, fc.func(fc.integer()), (given, rank) => {
        const shuffled = given.toSorted((a, b) => rank(a.level) - rank(b.level))
        assert.deepEqual(effectiveTransformation(shuffled), effectiveTransformation(given))
        assert.deepEqual(
          mergeDefinitions(shuffled.map(({ document, ...rest }) => ({ ...rest, fields: document.fields }))),
          mergeDefinitions(given.map(({ document, ...rest }) => ({ ...rest, fields: document.fields }))),
        )
      }),
      readPropertyRuns(9_1, 200),
    )
  })

  const at = (level: Level, vendorPath: string, more: { inherit?: MappingFlag['properties'] | true; script?: string } = {}) => {
    const flag = more.inherit === undefined ? [] : [{ type: 'inherit', ...(more.inherit !== true && { properties: more.inherit }) }]
    return makeRow({
      level,
      fields: [
        { path: level, vendorPath },
        { path: 'shared', vendorPath },
      ],
      configuration: flag,
      script: more.script,
    })
  }
  const pairs = (rows: readonly TransformationRow[]) =>
    effectiveTransformation(rows)?.fields.map((each) => `${each.path}=${each.vendorPath}`)

  it('gives the lowest alone where it does not inherit', () => {
    assert.deepEqual(pairs([at('organization', 'o'), at('account', 'a'), at('instance', 'i')]), ['instance=i', 'shared=i'])
    assert.deepEqual(pairs([at('organization', 'o')]), ['organization=o', 'shared=o'])
    assert.equal(effectiveTransformation([]), undefined)
  })

  it('goes up as long as each level inherits', () => {
    const [organization, account] = [at('organization', 'o'), at('account', 'a', { inherit: true })]
    const instance = at('instance', 'i', { inherit: { fromVendor: true, toVendor: true } })
    assert.deepEqual(pairs([organization, account, instance]), ['organization=o', 'account=a', 'instance=i', 'shared=i'])
    assert.deepEqual(pairs([organization, at('account', 'a'), instance]), ['account=a', 'instance=i', 'shared=i'])
    assert.deepEqual(pairs([organization, instance]), ['organization=o', 'instance=i', 'shared=i'])
    assert.deepEqual(pairs([organization, at('instance', 'i', { inherit: { fromVendor: false, toVendor: false } })]), [
      'instance=i',
      'shared=i',
    ])
  })

  it('takes the script of the lowest level that has one, and lists them all', () => {
    const rows = [
      at('organization', 'o', { script: 'o' }),
      at('account', 'a', { inherit: true, script: 'a' }),
      at('instance', 'i', { inherit: true }),
    ]
    assert.deepEqual(
      effectiveTransformation(rows)?.scripts.map(({ body, level: of }) => [body, of]),
      [
        ['a', 'account'],
        ['o', 'organization'],
      ],
    )
  })

  it('takes flags of upper levels that the lower does not have, but for inherit', () => {
    const upper = makeRow({
      level: 'organization',
      fields: [],
      configuration: [{ type: 'passThrough', properties: { fromVendor: false } }, { type: 'inherit' }],
    })
    const lower = makeRow({ level: 'account', fields: [], configuration: [{ type: 'inherit' }] })
    const { configuration = [] } = effectiveTransformation([upper, lower]) ?? {}
    assert.deepEqual(
      configuration.map(({ type, level: of }) => [type, of]),
      [
        ['passThrough', 'organization'],
        ['inherit', 'account'],
      ],
    )
    assert.equal(inherits(configuration), true)
  })
})

function pathsOf(...lists: readonly (readonly { readonly path: string }[])[]): Set<string> {
  return new Set(lists.flat().map((each) => each.path))
}
