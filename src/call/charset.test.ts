import assert from 'node:assert/strict'
import { test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { readJson } from '../../test/call-instance.ts'
import { openScene } from './hooks/fixtures/scene.ts'

const latin = (text: string) => Buffer.from(text, 'latin1')
const xml = (body: Buffer, contentType = 'text/xml', status = 200) => ({ status, headers: { 'content-type': contentType }, body })

for (const after of [undefined, 'done()']) {
  const scene = after === undefined ? {} : { after }
  const way = after === undefined ? 'without hooks' : 'with hooks'

  test(`XML is read in the charset that its Content-Type, its declaration or its first bytes name, ${way}`, async (t) => {
    for (const answer of [
      xml(latin('<?xml version="1.0" encoding="ISO-8859-1"?><a>né</a>')),
      xml(latin('<a>né</a>'), 'application/xml; charset="iso-8859-1"'),
      // RFC 7303 §3: the header counts for more than the declaration.
      xml(Buffer.from('<?xml version="1.0" encoding="ISO-8859-1"?><a>né</a>'), 'text/xml; charset=utf-8'),
      xml(Buffer.from('\uFEFF<?xml version="1.0" encoding="UTF-16"?><a>né</a>', 'utf16le')),
      xml(Buffer.from('<a>né</a>')),
    ]) {
      const { call } = await openScene(t, { ...scene, answer: () => answer })
      assert.deepEqual(readJson(await call()), { a: 'né' })
    }
    const packed = gzipSync(latin('<?xml version="1.0" encoding="ISO-8859-1"?><a>né</a>'))
    const headers = { 'content-type': 'text/xml', 'content-encoding': 'gzip' }
    const { call } = await openScene(t, { ...scene, answer: () => ({ headers, body: packed }) })
    assert.deepEqual(readJson(await call()), { a: 'né' })
  })

  test(`a refusal in XML is told in its own letters, ${way}`, async (t) => {
    const body = latin('<?xml version="1.0" encoding="ISO-8859-1"?><error>refusé</error>')
    const { call } = await openScene(t, { ...scene, answer: () => xml(body, 'text/xml', 422) })
    await assert.rejects(call(), { status: 400, providerMessage: /refusé/ })
  })

  test(`a charset that nobody knows is the vendor’s failure, ${way}`, async (t) => {
    const { call } = await openScene(t, { ...scene, answer: () => xml(latin('<a>x</a>'), 'text/xml; charset=klingon') })
    await assert.rejects(call(), { status: 502, code: 'vendor-unreadable', message: /klingon/ })
  })

  test(`JSON is UTF-8 whatever is said of it, ${way}`, async (t) => {
    const headers = { 'content-type': 'application/json; charset=iso-8859-1' }
    const { call } = await openScene(t, { ...scene, answer: () => ({ headers, body: Buffer.from('{"a":"né"}') }) })
    assert.deepEqual(readJson(await call()), { a: 'né' })
  })
}
