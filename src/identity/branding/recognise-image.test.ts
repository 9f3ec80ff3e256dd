import assert from 'node:assert/strict'
import { test } from 'node:test'
import { recogniseImage } from './recognise-image.ts'

const hex = (text: string) => Buffer.from(text, 'hex')

const cases: readonly [name: string, bytes: Buffer, type: string | undefined][] = [
  ['PNG', hex('89504e470d0a1a0a0000'), 'image/png'],
  ['JPEG', hex('ffd8ffe000104a46'), 'image/jpeg'],
  ['GIF', Buffer.from('GIF89a....'), 'image/gif'],
  ['WebP', Buffer.from('RIFF\n\r\0\0WEBPVP8 '), 'image/webp'],
  ['ICO', hex('000001000100'), 'image/x-icon'],
  ['SVG', Buffer.from('<svg viewBox="0 0 1 1"/>'), 'image/svg+xml'],
  [
    'SVG after a prolog, comments and a DOCTYPE',
    Buffer.from('\uFEFF<?xml version="1.0"?>\n<!-- made - by hand -->\n<!DOCTYPE svg PUBLIC "a" "b">\n<svg>'),
    'image/svg+xml',
  ],
  ['SVG with entities of its own', Buffer.from('<!DOCTYPE svg [<!ENTITY a "b">]><svg>'), undefined],
  ['HTML that holds an SVG', Buffer.from('<html><svg></svg></html>'), undefined],
  ['a word that begins with svg', Buffer.from('<svgx>'), undefined],
  ['a cut PNG', hex('89504e47'), undefined],
  ['nothing', Buffer.alloc(0), undefined],
]

for (const [name, bytes, type] of cases) test(`an image: ${name}`, () => assert.equal(recogniseImage(bytes), type))

test('bytes that look like a beginning without end take no time', () => {
  const started = performance.now()
  for (const part of [' ', '<!-- ', '<!---->', '<?xml ', '<!DOCTYPE svg ', '-']) recogniseImage(Buffer.from(part.repeat(200_000)))
  assert.ok(performance.now() - started < 500)
})
