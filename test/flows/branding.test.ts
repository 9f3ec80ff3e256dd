/** How an organization looks: colours and fonts, logo and favicon (contract 8.6). */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { brandingFields } from '../../src/identity/branding/branding-fields.ts'
import { createTestApp, type Reply, type TestApp } from '../app.ts'
import { addOrganization, addStranger } from '../people.ts'

const path = '/organizations/branding'
const sampleOf = (name: string) =>
  /Font$/.test(name)
    ? "'Open Sans', sans-serif"
    : /Size|Width/.test(name)
      ? '24px'
      : name === 'documentationUrl'
        ? 'https://docs.example.com/x'
        : '#172B4D'
const branding: Record<string, unknown> = Object.fromEntries(brandingFields.map((name) => [name, sampleOf(name)]))

const png = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.from('the rest of a picture')])
const svg = Buffer.from('<?xml version="1.0"?>\n<!-- a - b -->\n<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')

let server: TestApp
/** Another organization's administrator, and a colleague without privileges. */
let others: string
let colleague: string

before(async () => {
  server = await createTestApp()
  const elsewhere = await addOrganization(server.database, 'branding-elsewhere')
  const stranger = await addStranger(server.database, { organizationId: elsewhere, secret: 'branding-stranger', roles: ['org-admin'] })
  others = `${stranger.user}, Organization branding-elsewhere`
  const { id } = (await server.call('GET', '/organizations/me')).body
  const { user } = await addStranger(server.database, { organizationId: id, secret: 'branding-colleague' })
  colleague = `${user}, ${server.organization}`
})
after(() => server.close())

async function upload(
  kind: string,
  bytes: Buffer,
  options: { type?: string; method?: string; authorization?: string } = {},
): Promise<Reply> {
  const { type = 'image/png', method = 'PUT', authorization = `${server.user}, ${server.organization}` } = options
  const form = new FormData()
  form.append('note', 'text that is no file')
  form.append('anything', new Blob([new Uint8Array(bytes)], { type }), 'picture')
  const reply = await fetch(`${server.url}/elements/api-v2${path}/${kind}`, { method, headers: { authorization }, body: form })
  const text = await reply.text()
  return { status: reply.status, headers: reply.headers, text, body: text === '' ? undefined : JSON.parse(text) }
}

async function download(kind: string, authorization = `${server.user}, ${server.organization}`) {
  const reply = await fetch(`${server.url}/elements/api-v2${path}/${kind}`, { headers: { authorization } })
  return { status: reply.status, headers: reply.headers, bytes: Buffer.from(await reply.arrayBuffer()) }
}

describe('branding', () => {
  it('has the members of the contract', () => {
    assert.equal(brandingFields.length, 39)
    for (const name of ['headerFont', 'navigationLinkForegroundActive', 'tableBodyForeground', 'navigationWidth', 'documentationUrl'])
      assert.ok(brandingFields.includes(name), name)
  })

  it('is put, seen by all of the organization, and taken away; trap 6: always 200', async () => {
    assert.deepEqual([(await server.call('GET', path)).status, (await server.call('GET', path)).body.message], [404, 'No branding found'])
    const put = await server.call('PUT', path, { body: branding })
    assert.deepEqual([put.status, put.body], [200, branding])
    assert.deepEqual((await server.call('GET', path, { authorization: colleague })).body, branding)
    assert.equal((await server.call('GET', path, { authorization: others })).status, 404)
    const other = { ...branding, headerColor: 'rgb(1, 2, 3)', bodyColor: 'red', documentationUrl: '' }
    assert.deepEqual((await server.call('PUT', path, { body: other })).body, other)
    await upload('logo', png)
    assert.deepEqual(
      [(await server.call('DELETE', path, { authorization: others })).status, (await server.call('GET', path)).status],
      [200, 200],
    )
    const gone = await server.call('DELETE', path, { body: 'null' })
    assert.deepEqual([gone.status, gone.text], [200, ''])
    assert.deepEqual([(await server.call('GET', path)).status, (await download('logo')).status], [404, 404])
  })

  it('needs every member: the message names those that are missing', async () => {
    const { headerFont: _font, bodyColor: _color, ...rest } = branding
    const missing = await server.call('PUT', path, { body: rest })
    assert.deepEqual([missing.status, missing.body.message], [400, 'Branding missing required field(s): headerFont, bodyColor'])
    const none = await server.call('PUT', path, { body: { ...branding, cardBackground: null } })
    assert.deepEqual([none.status, none.body.message], [400, 'Branding missing required field(s): cardBackground'])
    assert.match((await server.call('PUT', path, { body: {} })).body.message, /^Branding missing required field\(s\): headerFont/)
    for (const body of ['null', '[]', '"x"']) assert.equal((await server.call('PUT', path, { body })).status, 400)
  })

  it('takes nothing else: the message names what is unknown or of another form', async () => {
    const wrong: Record<string, unknown>[] = [
      { colour: '#fff' },
      { headerColor: 'red; background: url(https://evil.example)' },
      { headerColor: '#12345' },
      { headerColor: 'url(https://evil.example)' },
      { bodyFont: 'Arial</style><script>' },
      { navigationWidth: 'wide' },
      { navigationWidth: 24 },
      { documentationUrl: 'javascript:alert(1)' },
      { bodyColor: 'x'.repeat(1001) },
      { bodyColor: 'a\0' },
    ]
    for (const part of wrong) {
      const [name] = Object.keys(part)
      const reply = await server.call('PUT', path, { body: { ...branding, ...part } })
      assert.deepEqual([reply.status, reply.body.message], [400, `Branding contains invalid field(s): ${name}`], JSON.stringify(part))
    }
    const proto = await server.call('PUT', path, { body: JSON.stringify(branding).replace('{', '{"__proto__":"x","constructor":"y",') })
    assert.equal(proto.status, 400)
  })

  it('is changed by whoever may alone', async () => {
    assert.equal((await server.call('PUT', path, { authorization: colleague, body: branding })).status, 403)
    assert.equal((await server.call('DELETE', path, { authorization: colleague })).status, 403)
    assert.equal((await upload('logo', png, { authorization: colleague })).status, 403)
    assert.equal((await server.call('DELETE', `${path}/favicon`, { authorization: colleague })).status, 403)
  })

  it('gives logo and favicon back byte by byte, with the type that they are', async () => {
    const put = await upload('logo', png, { type: 'text/html' })
    assert.deepEqual([put.status, put.text], [200, ''])
    assert.equal((await upload('favicon', Buffer.from('0000010001001010', 'hex'), { method: 'POST' })).status, 200)
    const [logo, favicon] = [await download('logo', colleague), await download('favicon')]
    assert.deepEqual([logo.status, logo.headers.get('content-type'), logo.bytes.equals(png)], [200, 'image/png', true])
    assert.deepEqual([favicon.headers.get('content-type'), favicon.bytes.length], ['image/x-icon', 8])
    assert.equal((await download('logo', others)).status, 404)
    for (const kind of ['logo', 'favicon']) assert.equal((await server.call('DELETE', `${path}/${kind}`)).status, 200)
    assert.deepEqual((await server.call('GET', `${path}/logo`)).body.message, 'No logo found')
  })

  it('serves an image that may hold a script so that none runs', async () => {
    assert.equal((await upload('logo', svg, { type: 'image/png' })).status, 200)
    const { headers, bytes } = await download('logo')
    assert.ok(bytes.equals(svg))
    assert.deepEqual(
      ['content-type', 'x-content-type-options', 'content-security-policy'].map((name) => headers.get(name)),
      ['image/svg+xml', 'nosniff', "default-src 'none'; style-src 'unsafe-inline'; sandbox"],
    )
    await server.call('DELETE', `${path}/logo`)
  })

  it('refuses what is no image, too large, empty or no upload at all', async () => {
    const html = await upload('logo', Buffer.from('<html><svg></svg></html>'))
    assert.deepEqual(
      [html.status, html.body.message],
      [400, 'The logo cannot be taken: expected an image (PNG, JPEG, GIF, WebP, ICO or SVG)'],
    )
    assert.equal((await upload('logo', Buffer.alloc(0))).status, 400)
    assert.equal((await upload('logo', Buffer.concat([png, Buffer.alloc(1024 * 1024)]))).status, 413)
    assert.equal((await server.call('PUT', `${path}/logo`, { body: {} })).status, 415)
    assert.equal((await server.call('PUT', `${path}/logo`)).status, 415)
    const headers = { 'content-type': 'multipart/form-data; boundary=x' }
    const empty = await server.call('PUT', `${path}/logo`, {
      headers,
      body: '--x\r\ncontent-disposition: form-data; name="a"\r\n\r\nb\r\n--x--\r\n',
    })
    assert.deepEqual([empty.status, empty.body.message], [400, 'The logo cannot be taken: the request has no file'])
    const broken = await server.call('PUT', `${path}/logo`, {
      headers,
      body: '--x\r\ncontent-disposition: form-data; name="a"; filename="a"\r\n\r\nb',
    })
    assert.equal(broken.status, 400)
    assert.equal((await server.call('GET', `${path}/logo`)).status, 404)
  })
})
