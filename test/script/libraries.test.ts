/** What scripts can require, and what stands there without it. */
import assert from 'node:assert/strict'
import { createHash, createHmac } from 'node:crypto'
import { test } from 'node:test'
import { shareRunner } from '../script-runner.ts'

const { run } = shareRunner()

test('CE: base64, hashes and HMACs as the platform has them', async () => {
  const [key, text] = ['ké', 'tëxt']
  const hmac = (algorithm: string, encoding: 'hex' | 'base64') => createHmac(algorithm, key).update(text).digest(encoding)
  const result = await run(
    `done({ b64: CE.b64(text), back: CE.decode64(CE.b64(text)), number: CE.b64(12), md5: CE.md5(text), sha1: CE.sha1(text), sha256: CE.sha256(text),
      a: CE.hmacSha1Base64(key, text), b: CE.hmacSha256Base64(key, text), c: CE.hmacSha1Hex(key, text), d: CE.hmacSha256Hex(key, text),
      e: CE.hmacMd5Hex(key, text), f: CE.hmac('sha512')('hex')(key, text), g: CE.hmacSha512Base64(key, text), h: CE.hmacMd5Base64(key, text),
      random: CE.randomString() !== CE.randomString(), email: /^[a-z0-9]+@[a-z0-9]+\\.com$/.test(CE.randomEmail()) })`,
    { variables: { key, text } },
  )
  const digest = (algorithm: string) => createHash(algorithm).update(text).digest('hex')
  assert.deepEqual(result, {
    b64: Buffer.from(text).toString('base64'),
    back: text,
    number: 'MTI=',
    md5: digest('md5'),
    sha1: digest('sha1'),
    sha256: digest('sha256'),
    a: hmac('sha1', 'base64'),
    b: hmac('sha256', 'base64'),
    c: hmac('sha1', 'hex'),
    d: hmac('sha256', 'hex'),
    e: hmac('md5', 'hex'),
    f: hmac('sha512', 'hex'),
    g: hmac('sha512', 'base64'),
    h: hmac('md5', 'base64'),
    random: true,
    email: true,
  })
  await assert.rejects(run('CE.hmac("rot13")("hex")("a", "b")'), {
    code: 'script-failed',
    message: /Unknown hash algorithm rot13; known: md5/,
  })
})

test('CE: countries and currencies as their names say', async () => {
  const body = `done({ code: CE.currencyCode('United States'), sign: CE.currencySymbol('EUR'), two: CE.iso2CountryCode('france'), three: CE.iso3CountryCode('mexico'),
    none: [CE.currencyCode('Atlantis'), CE.currencySymbol('what'), CE.iso2CountryCode(null), CE.iso3CountryCode()].map((one) => typeof one) })`
  const none = ['undefined', 'undefined', 'undefined', 'undefined']
  assert.deepEqual(await run(body), { code: 'USD', sign: '€', two: 'FR', three: 'MEX', none })
})

test('lodash, lodash/fp and its single functions', async () => {
  const body = `const _ = require('lodash'), fp = require('lodash/fp'), get = require('lodash/get'), map = require("lodash/fp/map")
    done({ keys: _.mapValues({ a: 1 }, (x) => x + 1), fp: fp.flow(fp.map((x) => x * 2), fp.sum)([1, 2]), got: get({ a: [{ b: 1 }] }, 'a[0].b'), map: map((x) => x + 1)([1]),
      template: _.template('Hi <%= name %>')({ name: 'you' }), same: require('lodash') === _ })`
  assert.deepEqual(await run(body), { keys: { a: 2 }, fp: 6, got: 1, map: [2], template: 'Hi you', same: true })
})

test('moment and util', async () => {
  const body = `const moment = require('moment'), util = require('util')
    done({ day: moment('2020-02-28', 'YYYY-MM-DD').add(2, 'days').format('DD.MM.YYYY'), unix: moment.unix(0).utc().format(), format: util.format('%s %d %j', 'a', 1, { b: 2 }),
      inspect: util.inspect({ a: [1, { b: 2 }] }), array: util.isArray([]), promise: typeof util.promisify(setTimeout) })`
  assert.deepEqual(await run(body), {
    day: '01.03.2020',
    unix: '1970-01-01T00:00:00Z',
    format: 'a 1 {"b":2}',
    inspect: '{ a: [ 1, { b: 2 } ] }',
    array: true,
    promise: 'function',
  })
})

test('a name that is not known only when the script runs is loaded then', async () => {
  assert.deepEqual(await run('const name = "lod" + "ash"; done({ v: require(name).VERSION.split(".")[0] })'), { v: '4' })
  assert.deepEqual(await run('done({ v: require("node:util").isString("a") })'), { v: true })
})

test('anything else is refused with a list of what there is', async () => {
  await assert.rejects(run('require("fs")'), {
    code: 'script-failed',
    status: 400,
    message: /Cannot find module 'fs'\. Scripts can require: lodash, lodash\/fp, moment, util, buffer, axios, http, https$/,
  })
})

test('Buffer, URL, TextEncoder and base64 are there', async () => {
  const body = `
    const url = new URL('../x?a=1&b=2#h', 'https://user:pw@Host.example:8443/p/q')
    url.searchParams.set('a', 'é +'); url.searchParams.append('c', '3'); url.pathname = '/new path'
    const params = new URLSearchParams('?a=1&a=2&b=x%20y'); params.delete('b'); params.sort()
    done({ hex: Buffer.from('é€😀').toString('hex'), b64: Buffer.from('aGk=', 'base64').toString(), concat: Buffer.concat([Buffer.from('a'), Buffer.from('b')]).toString(),
      href: url.href, host: url.host, origin: url.origin, hash: url.hash, all: params.getAll('a'), pairs: [...new URLSearchParams({ q: 'a b', r: '&' })], text: String(new URLSearchParams([['a', 'b c']])),
      bytes: Array.from(new TextEncoder().encode('é')), decoded: new TextDecoder().decode(new Uint8Array([195, 169])), atob: atob('aGk='), btoa: btoa('hi'), ok: URL.canParse('nope') })`
  const url = new URL('../x?a=1&b=2#h', 'https://user:pw@Host.example:8443/p/q')
  url.searchParams.set('a', 'é +')
  url.searchParams.append('c', '3')
  url.pathname = '/new path'
  assert.deepEqual(await run(body), {
    hex: Buffer.from('é€😀').toString('hex'),
    b64: 'hi',
    concat: 'ab',
    href: url.href,
    host: 'host.example:8443',
    origin: 'https://host.example:8443',
    hash: '#h',
    all: ['1', '2'],
    pairs: [
      ['q', 'a b'],
      ['r', '&'],
    ],
    text: 'a=b+c',
    bytes: [195, 169],
    decoded: 'é',
    atob: 'hi',
    btoa: 'aGk=',
    ok: false,
  })
  await assert.rejects(run('new URL("nope")'), { code: 'script-failed', message: /Invalid URL: nope/ })
})

test('nothing of one call is there in the next: globals, prototypes, libraries, timers', async () => {
  const look = `const _ = require('lodash'), moment = require('moment')
    done({ a: typeof implicit, b: typeof globalThis.own, c: [1].map((x) => x)[0], d: _.map([1], (x) => x)[0], e: moment.locale(), f: _.uniqueId(), g: ({}).h === undefined,
      i: _.templateSettings.mine === undefined, j: String(CE.b64('a')) })`
  const before = await run(look)
  await run(`const _ = require('lodash'), moment = require('moment')
    implicit = 1; globalThis.own = 2; Array.prototype.map = () => ['x']; _.map = () => ['x']; moment.updateLocale('en', { months: [] }); moment.locale('xx'); _.uniqueId(); Object.prototype.h = 1
    _.templateSettings.mine = 1; CE.b64 = () => 'x'; setInterval(() => { globalThis.late = 1 }, 1); done()`)
  assert.deepEqual(await run(look), before)
  assert.deepEqual(await run(look, { accountId: 2 }), before)
  assert.deepEqual(before, { a: 'undefined', b: 'undefined', c: 1, d: 1, e: 'en', f: '1', g: true, i: true, j: 'YQ==' })
})
