import assert from 'node:assert/strict'
import { it } from 'node:test'
import type { KeptMember } from '../elements/document/octet.ts'
import { createTestElement } from './fixtures/element.ts'
import { readVendorAccount } from './vendor-account.ts'

const url = 'https://login.vendor.com/token'
const read = (more: { hosts?: string[]; tokenUrl?: string; configuration?: Record<string, string>; host?: string }) => {
  const { hosts = ['*.vendor.com'], tokenUrl = url, configuration = {}, host = 'https://acme.vendor.com' } = more
  const keep: KeptMember[] = [{ from: 'reply', member: 'host', configuration: 'base.url', hosts }]
  const element = createTestElement({
    items: { 'base.url': {} },
    authentication: { oauth2: { keep } },
    defaults: { 'oauth.token.url': tokenUrl },
  })
  const tokens = { accessToken: 'a', tokenType: 'Bearer', members: { host } }
  return readVendorAccount(element, { ...element.defaults, ...configuration }, tokens)
}

it('the host that the element’s own token endpoint told is an account, where each account has its own', () => {
  assert.equal(read({}), 'https://acme.vendor.com')
  assert.equal(read({ hosts: ['acme.vendor.com'] }), undefined)
  assert.equal(read({ host: 'https://acme.example.com' }), undefined)
})

it('what a token endpoint says that a client named, whole or in part, is nobody’s account', () => {
  assert.equal(read({ configuration: { 'oauth.token.url': 'https://own.example.com/token' } }), undefined)
  assert.equal(read({ configuration: { 'oauth.token.refresh_url': 'https://own.example.com/token' } }), undefined)
  assert.equal(read({ tokenUrl: 'https://accounts.{site}/token', configuration: { site: 'own.example.com' } }), undefined)
  assert.equal(read({ tokenUrl: 'https://{site}.vendor.com/token', configuration: { site: 'login' } }), 'https://acme.vendor.com')
})
