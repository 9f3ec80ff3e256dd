import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { readPropertyRuns } from '../../../test/property-runs.ts'
import { OctetError } from '../../lib/errors.ts'
import { writeMultipart } from './multipart.ts'
import { isMultipartFile, type MultipartFile } from './multipart-part.ts'
import { readMultipart } from './read-multipart.ts'

/** What a client sends: written by the platform's own FormData. */
async function encode(form: FormData): Promise<{ stream: Readable; contentType: string }> {
  const response = new Response(form)
  return { stream: Readable.fromWeb(response.body as never), contentType: response.headers.get('content-type')! }
}

/** What a vendor reads: by the platform's own parser. */
async function decode(body: ReturnType<typeof writeMultipart>): Promise<FormData> {
  const bytes = body.kind === 'text' ? Buffer.from(body.text) : await buffer(body.stream)
  return new Response(new Uint8Array(bytes), { headers: { 'content-type': body.contentType } }).formData()
}

const isInvalid = (error: unknown) => error instanceof OctetError && error.status === 400 && error.code === 'invalid-body'
const image = (bytes: Uint8Array<ArrayBuffer>) => new File([bytes], 'a "b".png', { type: 'image/png' })

describe('a multipart body that comes in', () => {
  it('gives its fields, a repeated one as a list, and its file as a stream', async () => {
    const bytes = new Uint8Array(randomBytes(300_000))
    const form = new FormData()
    form.append('a', '1')
    form.append('b', 'ü')
    form.append('b', 'x')
    form.append('__proto__', 'p')
    form.append('file', image(bytes))
    const { stream, contentType } = await encode(form)
    const { file, ...fields } = await readMultipart(stream, contentType)
    assert.deepEqual(Object.entries(fields), [
      ['a', '1'],
      ['b', ['ü', 'x']],
      ['__proto__', 'p'],
    ])
    assert(isMultipartFile(file))
    assert.equal(file.contentType, 'image/png')
    assert.deepEqual(new Uint8Array(await buffer(file.stream)), bytes)
    assert.equal('p' in {}, false)
  })
  it('that is none is refused', async () => {
    for (const [text, type] of [
      ['x', 'multipart/form-data'],
      ['--b\r\nContent-Disposition: form-data; name="a"\r\n\r\ncut', 'multipart/form-data; boundary=b'],
    ] as const) {
      await assert.rejects(readMultipart(Readable.from([Buffer.from(text)]), type), isInvalid)
    }
  })
  it('with too many fields or one too large is refused', async () => {
    const many = new FormData()
    for (let count = 0; count < 1001; count++) many.append('a', '1')
    const large = new FormData()
    large.append('a', 'x'.repeat(1024 * 1024 + 1))
    for (const form of [many, large]) {
      const { stream, contentType } = await encode(form)
      await assert.rejects(readMultipart(stream, contentType), isInvalid)
    }
  })
  it('that breaks off inside a file ends the file with an error', async () => {
    const head = '--b\r\nContent-Disposition: form-data; name="f"; filename="f"\r\n\r\n'
    const source = Readable.from(
      (async function* () {
        yield Buffer.from(head)
        yield Buffer.alloc(100_000)
        throw new Error('the client went away')
      })(),
    )
    const { f } = await readMultipart(source, 'multipart/form-data; boundary=b')
    await assert.rejects(buffer((f as MultipartFile).stream))
  })
})

describe('a multipart body that goes out', () => {
  it('holds texts, lists, numbers and JSON', async () => {
    const form = await decode(writeMultipart({ a: 'x\r\ny', n: 7, list: ['1', 2], nothing: null, 'q"\r\n': 'v', object: { b: 1 } }))
    const object = form.get('object')
    assert.equal(object instanceof File ? await object.text() : object, '{"b":1}')
    form.delete('object')
    assert.deepEqual(
      [...form.entries()],
      [
        ['a', 'x\r\ny'],
        ['n', '7'],
        ['list', '1'],
        ['list', '2'],
        ['q"\r\n', 'v'],
      ],
    )
  })
  it("carries a file as it came, and what followed it under the vendor's names", async () => {
    const [first, second] = [new Uint8Array(randomBytes(200_000)), new Uint8Array(randomBytes(10))]
    const form = new FormData()
    form.append('title', 't')
    form.append('file', image(first))
    form.append('note', 'n')
    form.append('dropped', 'd')
    form.append('droppedFile', image(first))
    form.append('second', image(second))
    const { stream, contentType } = await encode(form)
    const { title, file } = await readMultipart(stream, contentType)
    const renamed: Record<string, string> = { note: 'comment', second: 'other' }
    const sent = await decode(writeMultipart({ upload: file, subject: title }, (name) => renamed[name]))
    assert.deepEqual([...sent.keys()], ['subject', 'upload', 'comment', 'other'])
    assert.deepEqual([sent.get('subject'), sent.get('comment')], ['t', 'n'])
    const upload = sent.get('upload') as File
    assert.deepEqual([upload.name, upload.type], ['a "b".png', 'image/png'])
    assert.deepEqual(new Uint8Array(await upload.arrayBuffer()), first)
    assert.deepEqual(new Uint8Array(await (sent.get('other') as File).arrayBuffer()), second)
  })
  it('is never in memory as a whole', async () => {
    let produced = 0
    let ahead = 0
    let consumed = 0
    const chunk = Buffer.alloc(64 * 1024)
    const source = Readable.from(
      (async function* () {
        yield Buffer.from('--b\r\nContent-Disposition: form-data; name="f"; filename="f"\r\n\r\n')
        for (let count = 0; count < 400; count++) {
          produced += chunk.length
          ahead = Math.max(ahead, produced - consumed)
          yield chunk
        }
        yield Buffer.from('\r\n--b--\r\n')
      })(),
      { objectMode: false },
    )
    const body = writeMultipart(await readMultipart(source, 'multipart/form-data; boundary=b'))
    assert(body.kind === 'stream')
    for await (const part of body.stream) consumed += (part as Buffer).length
    assert(consumed > produced && produced === 400 * chunk.length)
    assert(ahead < 2_000_000, `${ahead} bytes were ahead`)
  })
  it('whatever its names and values, is read as these', async () => {
    const text = fc.oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom('\r\n--octet-', '"; filename="x', '\r\nContent-Type: a/b'))
    const property = fc.asyncProperty(fc.array(fc.tuple(text, text), { minLength: 1, maxLength: 4 }), async (pairs) => {
      const values = new Map(pairs)
      const form = await decode(writeMultipart(Object.fromEntries(values)))
      assert.deepEqual(new Map([...form.entries()] as [string, string][]), values)
    })
    await fc.assert(property, readPropertyRuns(9, 100))
  })
})
