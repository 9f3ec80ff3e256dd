import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { readPropertyRuns } from '../../../test/property-runs.ts'
import type { Placed } from '../levels.ts'
import { findOrphans } from './find-orphans.ts'

const organization: Placed = { level: 'organization', associatedId: 1 }
const accounts: Placed[] = [10, 20].map((associatedId) => ({ level: 'account', associatedId }))
const instances: Placed[] = [100, 200].map((associatedId) => ({ level: 'instance', associatedId }))
const system: Placed = { level: 'system', associatedId: null }
const accountOf = new Map([
  [100, 10],
  [200, 20],
])
const transformations = [organization, ...accounts, ...instances]
const orphans = (definition: Placed, definitions: Placed[]) => findOrphans(definition, { definitions, transformations, accountOf })

describe('a definition holds up', () => {
  it('everything below it that has no other', () => {
    assert.deepEqual(orphans(organization, [organization]), transformations)
    assert.deepEqual(orphans(accounts[0]!, [accounts[0]!]), [accounts[0], instances[0]])
    assert.deepEqual(orphans(instances[0]!, [instances[0]!]), [instances[0]])
  })

  it('what is at its own place, whatever else is there', () => {
    assert.deepEqual(orphans(organization, [system, organization, ...accounts, ...instances]), [organization])
    assert.deepEqual(orphans(accounts[1]!, [organization, ...accounts]), [accounts[1]])
  })

  it('nothing of another account', () => {
    assert.deepEqual(orphans(organization, [organization, accounts[0]!]), [organization, accounts[1], instances[1]])
  })

  it('nothing less than what the order of deletion lets through: who deletes from below meets no refusal', () => {
    const places = [system, ...transformations]
    fc.assert(
      fc.property(fc.subarray(places), fc.subarray(transformations), (definitions, mapped) => {
        const rank = { system: 0, organization: 1, account: 2, instance: 3 }
        const lowestFirst = definitions.toSorted((a, b) => rank[b.level] - rank[a.level])
        let left = [...definitions]
        // Without transformations no definition is held.
        for (const each of lowestFirst) {
          assert.deepEqual(findOrphans(each, { definitions: left, transformations: [], accountOf }), [])
          left = left.filter((other) => other !== each)
        }
        // What a definition holds up sees it, and no other that is not at its own place.
        for (const each of definitions) {
          const held = findOrphans(each, { definitions, transformations: mapped, accountOf })
          const without = definitions.filter((other) => other !== each)
          for (const one of held.filter((one) => one !== each)) {
            assert.ok(
              without.every((other) => !findOrphans(other, { definitions: [other], transformations: [one], accountOf }).includes(one)),
            )
          }
        }
      }),
      readPropertyRuns(92, 200),
    )
  })
})
