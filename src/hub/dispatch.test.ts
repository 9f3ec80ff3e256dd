import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { dispatchPath } from './dispatch.ts'

const cases: readonly (readonly [path: string, expected: string])[] = [
  ['', 'platform'],
  ['elements', 'platform'],
  ['elements/keys', 'platform'],
  ['elements/191/oauth/url', 'platform'],
  ['instances/12/configuration', 'platform'],
  ['organizations/me', 'platform'],
  ['vdrs/accounts', 'platform'],
  ['hubs', 'platform'],
  ['hubs/keys', 'platform'],
  ['hubs/crm', 'platform'],
  ['hubs/crm/elements', 'platform'],
  ['hubs/crm/elements/5', 'hub elements/5'],
  ['hubs/crm/accounts', 'hub accounts'],
  ['hubs/documents/accounts', 'hub accounts'],
  ['hubs/crap/accounts/5', 'hub accounts/5'],
  ['hubs/crm/instances', 'hub instances'],
  ['hubs/crm/hubs', 'hub hubs'],
  ['accounts', 'either accounts'],
  ['accounts/5', 'either accounts/5'],
  ['users/a.b+c@example.com', 'either users/a.b+c@example.com'],
  ['jobs', 'either jobs'],
  ['customers', 'either customers'],
  ['notifications', 'either notifications'],
  ['metrics/api', 'either metrics/api'],
  ['models/contact/schema', 'either models/contact/schema'],
  ['contacts', 'hub contacts'],
  ['objects', 'hub objects'],
  ['objects/contacts/metadata', 'hub objects/contacts/metadata'],
  ['ping', 'hub ping'],
  ['bulk/query', 'hub bulk/query'],
  ['Elements', 'hub Elements'],
]

describe('dispatchPath (contract 1.2)', () => {
  for (const [path, expected] of cases) {
    it(`/${path} → ${expected}`, () => {
      const destination = dispatchPath(path === '' ? [] : path.split('/'))
      assert.equal(destination.kind === 'platform' ? 'platform' : `${destination.kind} ${destination.segments.join('/')}`, expected)
    })
  }

  it('trap 1: gives the same segments under any hub name', () => {
    const segment = fc.string({ minLength: 1 })
    fc.assert(
      fc.property(segment, segment, fc.array(segment, { minLength: 2, maxLength: 4 }), (one, other, rest) => {
        const ofOne = dispatchPath(['hubs', one, ...rest])
        const ofOther = dispatchPath(['hubs', other, ...rest])
        assert.ok(ofOne.kind === 'hub' && ofOther.kind === 'hub')
        assert.deepEqual(ofOne.segments, rest)
        assert.deepEqual(ofOther.segments, rest)
      }),
      { seed: 12 },
    )
  })
})
