import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { readPropertyRuns } from '../../test/property-runs.ts'
import { api, openDoor } from './fixtures/open-door.ts'
import { parseQuery } from './parse-query.ts'

const text = fc.oneof(fc.string({ unit: 'grapheme' }), fc.string({ unit: fc.constantFrom('%', '+', '&', '=', '2', '0', 'é', 'f', '€') }))

describe('queries', () => {
  it('give back every text that a client encoded', () => {
    fc.assert(
      fc.property(text, (value) => {
        assert.equal(parseQuery(`where=${encodeURIComponent(value)}`)['where'], value)
      }),
      readPropertyRuns(41, 500),
    )
  })

  it('keep percent signs that begin no character, and decode all around them', () => {
    const cases = [
      ["name+like+'x%'%20AND%20a%3D1", "name like 'x%' AND a=1"],
      ['100%25%', '100%%'],
      ['%zz%C3%A9%2', '%zzé%2'],
      // Half a character, a byte that begins none, and a surrogate are no UTF-8 (RFC 3629).
      ['%E2%82%41', '%E2%82A'],
      ['%FF%E2%82%AC', '%FF€'],
      ['%ED%A0%80%20', '%ED%A0%80 '],
      ['%C0%AF%f0%9f%8d%8e', '%C0%AF🍎'],
    ] as const
    for (const [sent, meant] of cases) assert.equal(parseQuery(`where=${sent}`)['where'], meant, sent)
  })

  it('collect what is sent twice, and take every name for a name', () => {
    assert.deepEqual(
      { ...parseQuery('tags%5B%5D=a&tags[]=b&flag&=x&&__proto__=1&a%=%') },
      {
        'tags[]': ['a', 'b'],
        flag: '',
        '': 'x',
        ['__proto__']: '1',
        'a%': '%',
      },
    )
  })

  it('reach the hub whatever was sent', async (t) => {
    const door = await openDoor()
    t.after(() => door.server.close(1000))
    const reply = await door.call('GET', `${api}/contacts?where=name%20like%20'x%'`)
    assert.equal(reply.status, 200)
    assert.equal(door.calls.at(-1)!.query['where'], "name like 'x%'")
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: fc.constantFrom('%', '=', '&', '+', '2', 'c', 'F', ';', '[', ']', '?') }), async (query) => {
        assert.equal((await door.call('GET', `${api}/contacts?${query}`)).status, 200)
      }),
      readPropertyRuns(42, 30),
    )
  })
})
