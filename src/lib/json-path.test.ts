import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { readPropertyRuns } from '../../test/property-runs.ts'
import { compileReader, compileWriter } from './json-path.ts'

describe('a path read', () => {
  const body = { a: { b: [{ c: 1 }, { c: 2 }, { d: 3 }] }, 'soap:Body': { x: 'y' }, list: [[1], [2]], nothing: null }
  const cases: [path: string, expected: unknown][] = [
    ['a.b[0].c', 1],
    ['a.b[1]', { c: 2 }],
    ['.a.b[*]', body.a.b],
    ['a.b[*].c', [1, 2]],
    ['list[1][0]', 2],
    ['soap:Body.x', 'y'],
    ['a.missing.c', undefined],
    ['a.b[9].c', undefined],
    ['a[0]', undefined],
    ['a[*]', undefined],
    ['nothing', null],
    ['nothing.x', undefined],
    ['constructor', undefined],
    ['a.toString', undefined],
    ['a.b.length', undefined],
    ['a.b.map', undefined],
  ]
  for (const [path, expected] of cases) {
    it(`${path} gives ${JSON.stringify(expected)}`, () => assert.deepEqual(compileReader(path)(body), expected))
  }
  it('is any root key that real elements have', () => {
    const worker = { name: 'w' }
    const answers: [root: string, body: unknown, expected: unknown][] = [
      ['soap:Envelope.soap:Body', { 'soap:Envelope': { 'soap:Body': worker } }, worker],
      ['d.results', { d: { results: [1] } }, [1]],
      ['items[*]', { items: [1, 2] }, [1, 2]],
      ['items[*]', { items: { id: 1 } }, undefined],
      ['playlists.items[*]', { playlists: { items: [1] } }, [1]],
      ['.workers[*]', { workers: [worker] }, [worker]],
      ['events[0].data.output.worker', { events: [{ data: { output: { worker } } }] }, worker],
      ['workers[0]', { workers: [worker] }, worker],
      ['meta.deletedRecords', { meta: { deletedRecords: [] } }, []],
      ['meta.deletedRecords', { meta: null }, undefined],
    ]
    for (const [root, answer, expected] of answers) assert.deepEqual(compileReader(root)(answer), expected, root)
  })
  it('of a member that is named like one of every object, gives it only when it was sent', () => {
    assert.equal(compileReader('constructor')(JSON.parse('{"constructor": 7}')), 7)
  })
  it('of something that is no object gives undefined', () => {
    for (const value of [undefined, null, 'text', 7]) assert.equal(compileReader('length')(value), undefined)
  })
  it('begins with a bracket when the body is a list', () => assert.equal(compileReader('[1].c')([{}, { c: 5 }]), 5))
})

describe('a path written', () => {
  it('makes the objects and lists on the way', () => {
    const target = {}
    compileWriter('a.b[1].c')(target, 7)
    assert.equal(JSON.stringify(target), '{"a":{"b":[null,{"c":7}]}}')
  })
  it('keeps what is there', () => {
    const target = { company: { id: '1' } }
    compileWriter('company.company_name')(target, 'Acme')
    assert.deepEqual(target, { company: { id: '1', company_name: 'Acme' } })
  })
  it('replaces what stands in the way', () => {
    const target = { company: 'text' }
    compileWriter('company.id')(target, 1)
    assert.deepEqual(target, { company: { id: 1 } })
  })
  it('does not reach into what every object inherits', () => {
    const target: Record<string, unknown> = {}
    compileWriter('constructor.polluted')(target, true)
    assert.equal('polluted' in Object, false)
    assert.equal(JSON.stringify(target), '{"constructor":{"polluted":true}}')
  })
  it('is read back by the same path', () => {
    const name = fc.stringMatching(/^[a-z_:@ ]{1,6}$/)
    const path = fc.tuple(
      name,
      fc.array(
        fc.oneof(
          name.map((text) => `.${text}`),
          fc.nat(5).map((index) => `[${index}]`),
        ),
        { maxLength: 5 },
      ),
    )
    fc.assert(
      fc.property(path, fc.jsonValue(), ([head, rest], value) => {
        const text = head + rest.join('')
        const target = {}
        compileWriter(text)(target, value)
        assert.deepEqual(compileReader(text)(target), value)
      }),
      readPropertyRuns(1, 200),
    )
  })
})

describe('a text that is no path', () => {
  for (const text of [
    '',
    '.',
    'a.',
    'a..b',
    'a[',
    'a[]',
    'a[x]',
    'a]',
    'a.[0]',
    'a[0]b',
    '[*',
    '..a',
    '__proto__',
    'a.__proto__.b',
    'a[12345]',
  ]) {
    it(`${JSON.stringify(text)} is refused`, () => assert.throws(() => compileReader(text), SyntaxError))
  }
  for (const text of ['a[*]', '[0].a']) {
    it(`${text} is not a place to write to`, () => assert.throws(() => compileWriter(text), /is not a place to write to/))
  }
})
