/** Promise: an uploaded definition, however broken, large or tangled, is converted or refused in words; the server goes on answering others meanwhile. */
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { createTestApp, type TestApp } from '../app.ts'

let app: TestApp
before(async () => {
  app = await createTestApp()
  process.on('uncaughtException', noteUncaught)
})
after(async () => {
  process.off('uncaughtException', noteUncaught)
  await app.close()
})

/** What would have ended the process of a server. */
const uncaught: unknown[] = []
const noteUncaught = (error: unknown) => uncaught.push(error)

const part = (name: string) => `--B\r\nContent-Disposition: form-data; name="${name}"; filename="f"\r\n\r\n`

const broken = {
  'a file that breaks off': `${part('file')}abc`,
  'a file that breaks off within the delimiter': `${part('file')}abc\r\n--B`,
  'another part that breaks off': `${part('other')}abc`,
  'a part that breaks off behind the file': `${part('file')}{}\r\n${part('other')}abc`,
  'a header that breaks off': '--B\r\nContent-Disposition: form-data; name="file',
  'a part without a name that breaks off': '--B\r\nContent-Type: text/plain\r\n\r\nabc',
  'no part': '--B--',
  'no multipart at all': 'abc',
}

describe('an upload that is not whole', () => {
  for (const [what, body] of Object.entries(broken)) {
    test(`${what} is a 400 in words, and the server lives`, async () => {
      const { status, text } = await upload('soap', body)
      assert.equal(status, 400, text)
      assert.match(text, /multipart body ends early|no part named file/)
      assert.equal((await app.call('GET', '/hubs')).status, 200)
      assert.deepEqual(uncaught, [])
    })
  }
})

async function upload(type: string, body: string) {
  return app.call('POST', `/elements/convert?type=${type}`, { body, headers: { 'content-type': 'multipart/form-data; boundary=B' } })
}
