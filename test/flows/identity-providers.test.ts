/** SAML identity providers of an organization and of a customer (contract 8.7). */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { XMLParser } from 'fast-xml-parser'
import { createTestApp, type TestApp } from '../app.ts'
import { addOrganization, addStranger } from '../people.ts'

/** Of nobody: made for this test, its key thrown away. */
const certificate = `-----BEGIN CERTIFICATE-----
MIIBizCCATGgAwIBAgIUa/51vHI7045DHwvrLlZScibLsB8wCgYIKoZIzj0EAwIw
GjEYMBYGA1UEAwwPaWRwLmV4YW1wbGUuY29tMCAXDTI2MTEyNDE5NDMyM1oYDzIx
MjYxMDMxMTk0MzIzWjAaMRgwFgYDVQQDDA9pZHAuZXhhbXBsZS5jb20wWTATBgcq
hkjOPQIBBggqhkjOPQMBBwNCAAT/2rItBf9UrQ6XqRMTanhV1F5Y56oSbvLjyGMH
yK9Jsv4Jno/MWoHXvt6Z9HSkz3+/CMHZQC7ZkEKmtYJqT+jZo1MwUTAdBgNVHQ4E
FgQUCq5hRHQCz1yRXOGgh9yvF89C5REwHwYDVR0jBBgwFoAUCq5hRHQCz1yRXOGg
h9yvF89C5REwDwYDVR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNIADBFAiEAjvNk
k/zQXIxB/rDIm5SRNLCwpmQYzGaQZtvPM/lzBn0CIB5UUkUHdK4uMWXI0J4VgQcL
YarxCLMZPPSCL7nexDjJ
-----END CERTIFICATE-----
`
const bare = certificate.replaceAll(/-----[A-Z ]+-----|\n/g, '')
const binding = 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect'
const provider = {
  ssoUrl: 'https://idp.example.com/sso?a=1&b=2',
  entityId: 'https://idp.example.com/"entity"',
  signingCert: certificate,
  logonProtocolBinding: binding,
  logoutUrl: 'https://idp.example.com/logout',
  logoutProtocolBinding: binding,
  logoutResponseUrl: 'https://idp.example.com/done',
  idFormat: 'urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress',
  signatureAlgorithm: 'rsa-sha256',
}
const least = { ssoUrl: provider.ssoUrl, entityId: provider.entityId, signingCert: bare }

let server: TestApp
let ordinary: string
/** Another organization's administrator. */
let others: string

before(async () => {
  server = await createTestApp()
  const { id } = (await server.call('GET', '/organizations/me')).body
  ordinary = `${(await addStranger(server.database, { organizationId: id, secret: 'idp-ordinary' })).user}, ${server.organization}`
  const elsewhere = await addOrganization(server.database, 'idp-elsewhere')
  const roles = ['org-admin', 'customer-admin']
  const stranger = await addStranger(server.database, { organizationId: elsewhere, secret: 'idp-stranger', roles })
  others = `${stranger.user}, Organization idp-elsewhere`
})
after(() => server.close())

for (const path of ['/organizations/identity-providers', '/customers/identity-providers']) {
  describe(path, () => {
    it('is made, shown, changed and deleted; traps 5, 6: an empty list is a 404 that clients know, success is 200', async () => {
      const empty = await server.call('GET', path)
      assert.deepEqual([empty.status, empty.body.message], [404, 'No identity providers found'])
      const made = await server.call('POST', path, { body: { ...provider, unknown: 1 } })
      const { id, createdDate, ...rest } = made.body
      assert.deepEqual([made.status, typeof id, rest], [200, 'number', provider])
      assert.match(createdDate, /^\d{4}-\d\d-\d\d$/)
      assert.deepEqual((await server.call('GET', path)).body, [made.body])
      assert.deepEqual((await server.call('GET', `${path}/${id}`)).body, made.body)
      const put = await server.call('PUT', `${path}/${id}`, { body: { ...least, logoutUrl: null, idFormat: '' } })
      assert.deepEqual(put.body, { id, ...least, logonProtocolBinding: binding, createdDate })
      const gone = await server.call('DELETE', `${path}/${id}`, { body: 'null' })
      assert.deepEqual([gone.status, gone.text], [200, ''])
      for (const method of ['GET', 'DELETE']) assert.equal((await server.call(method, `${path}/${id}`)).status, 404)
    })

    it('refuses what is wrong and names the member', async () => {
      const wrong: [string, unknown][] = [
        ['ssoUrl', undefined],
        ['ssoUrl', 'idp.example.com'],
        ['ssoUrl', 'javascript:alert(1)'],
        ['entityId', ''],
        ['entityId', 'a\u0007b'],
        ['entityId', 'a\0'],
        ['signingCert', 'no certificate'],
        ['signingCert', undefined],
        ['logonProtocolBinding', 'carrier-pigeon'],
        ['logoutUrl', 'ftp://idp.example.com'],
        ['signatureAlgorithm', 'rsa-md5'],
      ]
      for (const [name, value] of wrong) {
        const reply = await server.call('POST', path, { body: { ...provider, [name]: value } })
        assert.equal(reply.status, 400, `${name} ${value}`)
        assert.match(reply.body.message, new RegExp(name))
      }
      assert.equal((await server.call('GET', path)).status, 404)
    })

    it('is for administrators, and each sees their own alone', async () => {
      const { id } = (await server.call('POST', path, { body: provider })).body
      for (const [method, at] of [
        ['GET', path],
        ['POST', path],
        ['GET', `${path}/${id}`],
        ['PUT', `${path}/${id}`],
        ['DELETE', `${path}/${id}`],
      ]) {
        assert.equal(
          (await server.call(method!, at!, { authorization: ordinary, body: method === 'GET' ? undefined : provider })).status,
          403,
          method,
        )
      }
      for (const method of ['GET', 'PUT', 'DELETE']) {
        const reply = await server.call(method, `${path}/${id}`, { authorization: others, body: method === 'GET' ? undefined : provider })
        assert.deepEqual([reply.status, reply.body.message], [404, `No identity provider found with ID ${id}`], method)
      }
      assert.equal((await server.call('GET', path, { authorization: others })).status, 404)
      assert.equal((await server.call('GET', `/authentication/saml/${id}/metadata`, { authorization: others })).status, 404)
      assert.equal((await server.call('DELETE', `${path}/${id}`)).status, 200)
    })

    it('has metadata that describes it, whatever its texts hold', async () => {
      const { id } = (await server.call('POST', path, { body: provider })).body
      const reply = await server.call('GET', `/authentication/saml/${id}/metadata`, { authorization: ordinary })
      assert.deepEqual([reply.status, reply.headers.get('content-type')], [200, 'application/samlmetadata+xml'])
      const parsed = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '' }).parse(reply.text)['md:EntityDescriptor']
      const role = parsed['md:IDPSSODescriptor']
      assert.equal(parsed.entityID, provider.entityId)
      assert.deepEqual(role['md:SingleSignOnService'], { Binding: binding, Location: provider.ssoUrl })
      assert.deepEqual(role['md:SingleLogoutService'], {
        Binding: binding,
        Location: provider.logoutUrl,
        ResponseLocation: provider.logoutResponseUrl,
      })
      assert.equal(role['md:NameIDFormat'], provider.idFormat)
      assert.equal(role['md:KeyDescriptor']['ds:KeyInfo']['ds:X509Data']['ds:X509Certificate'], bare)
      await server.call('DELETE', `${path}/${id}`)
    })

    it('takes any id for one that is not there', async () => {
      for (const id of ['-1', '0', '99999999999999999999', 'text', '1e3', '%00']) {
        assert.equal((await server.call('GET', `${path}/${id}`)).status, 404, id)
        assert.equal((await server.call('DELETE', `${path}/${id}`)).status, 404, id)
        assert.equal((await server.call('GET', `/authentication/saml/${id}/metadata`)).status, 404, id)
      }
    })
  })
}
