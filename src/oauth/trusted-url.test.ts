import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { readTrustedUrl } from './trusted-url.ts'

const hosts = ['accounts.vendor.com', '*.api.vendor.com', 'Upper.Vendor.com']
const read = (text: string, serverUrls: readonly URL[] = []) => readTrustedUrl(text, { hosts, serverUrls })

describe('a URL that a vendor tells', () => {
  for (const [text, kept] of [
    ['https://accounts.vendor.com', 'https://accounts.vendor.com'],
    ['https://accounts.vendor.com/', 'https://accounts.vendor.com'],
    ['https://ACCOUNTS.Vendor.com:443/crm//', 'https://accounts.vendor.com/crm'],
    ['https://eu.api.vendor.com', 'https://eu.api.vendor.com'],
    ['https://a.b.api.vendor.com/x/y', 'https://a.b.api.vendor.com/x/y'],
    ['https://upper.vendor.com', 'https://upper.vendor.com'],
  ] as const) {
    it(`is kept when the element names its host: ${text}`, () => assert.equal(read(text), kept))
  }

  for (const [what, text] of [
    ['plain http', 'http://accounts.vendor.com'],
    ['another scheme', 'ftp://accounts.vendor.com'],
    ['no scheme', 'accounts.vendor.com'],
    ['no host of ours', 'https://vendor.com'],
    ['the name that the star stands before', 'https://api.vendor.com'],
    ['a name that only ends alike', 'https://evilapi.vendor.com'],
    ['a name that begins alike', 'https://accounts.vendor.com.evil.net'],
    ['a name below one that is whole', 'https://eu.accounts.vendor.com'],
    ['an empty label', 'https://.api.vendor.com'],
    ['a user name', 'https://accounts.vendor.com@evil.net'],
    ['a user name that looks like a port', 'https://accounts.vendor.com:443@evil.net/'],
    ['a password before our host', 'https://u:p@accounts.vendor.com'],
    ['another port', 'https://accounts.vendor.com:8443'],
    ['a dot at the end of the name', 'https://accounts.vendor.com.'],
    ['a backslash', 'https://evil.net\\accounts.vendor.com'],
    ['a backslash before @', 'https://accounts.vendor.com\\@evil.net'],
    ['a query', 'https://accounts.vendor.com?x=https://evil.net'],
    ['a fragment', 'https://evil.net#accounts.vendor.com'],
    ['an escaped dot', 'https://accounts%2evendor.com'],
    ['an escaped slash', 'https://evil.net%2f.api.vendor.com'],
    ['letters that only look alike', 'https://аccounts.vendor.com'],
    ['wide letters that become plain', 'https://ａccounts.vendor.com'],
    ['a full stop that is another', 'https://evil.net。api.vendor.com'],
    ['a line break', 'https://accounts.vendor.com\n'],
    ['a tab inside', 'https://acc\tounts.vendor.com'],
    ['a blank before it', ' https://accounts.vendor.com'],
    ['three slashes', 'https:///accounts.vendor.com'],
    ['one slash', 'https:/accounts.vendor.com'],
    ['steps up', 'https://accounts.vendor.com/../x/%2e%2e'],
    ['a place to fill', 'https://{host}.api.vendor.com'],
    ['a loopback address', 'https://127.0.0.1'],
    ['an address of metadata', 'http://169.254.169.254'],
    ['nothing', ''],
    ['too much', `https://accounts.vendor.com/${'a'.repeat(600)}`],
  ] as const) {
    it(`is refused: ${what}`, () => assert.equal(read(text), undefined))
  }
})

describe('a URL of a host that the operator of this server names for the element', () => {
  const own = [new URL('https://crm.corp.example:8443/api'), new URL('http://127.0.0.1:9100/token')]
  for (const text of [
    'https://crm.corp.example:8443',
    'https://crm.corp.example:8443/other',
    'http://127.0.0.1:9100',
    'http://127.0.0.1:9101',
    'https://127.0.0.1:9102',
  ]) {
    it(`is kept: ${text}`, () => assert.equal(read(text, own), text))
  }
  for (const text of [
    'https://crm.corp.example',
    'http://crm.corp.example:8443',
    'https://crm.corp.example:9443',
    'http://localhost:9100',
    'http://127.0.0.2:9100',
    'http://user@127.0.0.1:9100',
    'https://x.crm.corp.example:8443',
  ]) {
    it(`is refused: ${text}`, () => assert.equal(read(text, own), undefined))
  }
})
