import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { parseAuthorization } from './authorization.ts'

const user = 'c2VjcmV0IG9mIGEgdXNlciB3aXRoIDMyIGJ5dGVzIGk='
const organization = '0123456789abcdef0123456789abcdef'
const element = 'dG9rZW4gb2YgYW4gZWxlbWVudCB3aXRoIDMyIGJ5dGU='

test('trap 3: every form that clients are known to send is read alike', () => {
  const all = { kind: 'secrets', user, organization, element }
  const forms = [
    `User ${user}, Organization ${organization}, Element ${element}`,
    `Organization ${organization}, User ${user}, Element ${element}`,
    `Element ${element}, User ${user}, Organization ${organization}`,
    `User ${user},Organization ${organization},Element ${element}`,
    `User ${user} ,  Organization ${organization} , Element ${element}  `,
    `User ${user}, Organization ${organization}, Element: ${element}`,
    `User: ${user}, Organization: ${organization}, Element: ${element}`,
    `User ${user}, Organization ${organization}, Token ${element}`,
    `user ${user}, ORGANIZATION ${organization}, element ${element}`,
  ]
  for (const form of forms) assert.deepEqual(parseAuthorization(form), all, form)
})

test('trap 3: Element and Organization are optional', () => {
  assert.deepEqual(parseAuthorization(`User ${user}, Organization ${organization}`), { kind: 'secrets', user, organization })
  assert.deepEqual(parseAuthorization(`Organization ${organization}, User ${user}`), { kind: 'secrets', user, organization })
  assert.deepEqual(parseAuthorization(`Element ${element}, User ${user}`), { kind: 'secrets', user, element })
  assert.deepEqual(parseAuthorization(`Element ${element}`), { kind: 'secrets', element })
})

test('an absent header carries no secrets', () => {
  assert.deepEqual(parseAuthorization(undefined), { kind: 'secrets' })
  assert.deepEqual(parseAuthorization('  '), { kind: 'secrets' })
})

test('the token of a log-in stands in the place of User and Organization, never beside a User', () => {
  assert.deepEqual(parseAuthorization('Bearer abc.def'), { kind: 'secrets', session: 'abc.def' })
  assert.deepEqual(parseAuthorization(`Bearer abc, Element ${element}`), { kind: 'secrets', session: 'abc', element })
  assert.deepEqual(parseAuthorization(`Element ${element},Bearer abc`), { kind: 'secrets', session: 'abc', element })
  for (const both of [`Bearer abc, User ${user}`, `User ${user}, Bearer abc`, 'Bearer abc, Bearer abc'])
    assert.equal(parseAuthorization(both).kind, 'malformed', both)
})

test('anything else is malformed, and the reason does not repeat the secret', () => {
  const forms = ['Basic c2VjcmV0', 'User', 'User ', `User${user}`, user, `User ${user},`, `,User ${user}`, `User ${user}, User ${user}`]
  const more = [`Element ${element}, Token ${element}`, `User ${'x'.repeat(513)}`, 'User: ', ':', 'Us\u0435r abc', 'Element: , User abc']
  for (const form of [...forms, ...more]) {
    const result = parseAuthorization(form)
    assert.equal(result.kind, 'malformed', form)
    assert.doesNotMatch(JSON.stringify(result), /c2Vj|dG9r|xxx|abc/)
  }
})

test('only a comma separates: with a semicolon all of it is one secret, which belongs to nobody', () => {
  const header = `User ${user}; Organization ${organization}`
  assert.deepEqual(parseAuthorization(header), { kind: 'secrets', user: header.slice('User '.length) })
})

const secret = fc.stringMatching(/^[A-Za-z0-9+/=._:-]{1,60}$/)
/** Any bytes, as a header carries them. */
const latin1 = fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes).toString('latin1'))
const spaces = fc.stringMatching(/^ {0,3}$/)

test('whatever the order, spaces, colons and subset, the secrets come out as they went in', () => {
  const parts = fc.record({ User: secret, Organization: secret, Element: secret }, { requiredKeys: [] })
  const layout = fc.record({
    order: fc.shuffledSubarray(['User', 'Organization', 'Element'] as const, { minLength: 3 }),
    before: spaces,
    after: spaces,
    colon: fc.boolean(),
  })
  fc.assert(
    fc.property(parts, layout, (secrets, { order, before, after, colon }) => {
      const present = order.filter((name) => secrets[name] !== undefined)
      const header = present.map((name) => `${before}${name}${colon ? ':' : ''} ${after}${secrets[name]}${before}`).join(',')
      const expected = Object.fromEntries(present.map((name) => [name.toLowerCase(), secrets[name]]))
      assert.deepEqual(parseAuthorization(header), { kind: 'secrets', ...expected })
    }),
  )
})

test('no input makes it throw, and a long one takes no time', () => {
  fc.assert(fc.property(latin1, (text) => ['secrets', 'malformed'].includes(parseAuthorization(text).kind)))
  const started = performance.now()
  parseAuthorization(`User ${' '.repeat(50_000)}`)
  parseAuthorization('User a '.repeat(10_000))
  parseAuthorization(','.repeat(60_000))
  assert.ok(performance.now() - started < 500)
})
