// Text ↔ bytes ↔ base64, as browsers and Node have them, on top of Buffer.
exports.TextEncoder = class TextEncoder {
  encoding = 'utf-8'

  encode(text = '') {
    return new Uint8Array(Buffer.from(String(text), 'utf8'))
  }
}

exports.TextDecoder = class TextDecoder {
  encoding = 'utf-8'

  constructor(label = 'utf-8') {
    if (!/^utf-?8$/i.test(label)) throw new RangeError(`The encoding ${label} is not supported; utf-8 is`)
  }

  decode(bytes = new Uint8Array()) {
    const buffer = ArrayBuffer.isView(bytes) ? Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength) : Buffer.from(bytes)
    return buffer.toString('utf8')
  }
}

exports.btoa = (value) => {
  const text = String(value)
  if (/[^\0-\xff]/.test(text)) throw new Error('btoa: the text holds characters beyond Latin-1')
  return Buffer.from(text, 'latin1').toString('base64')
}

exports.atob = (value) => {
  const text = String(value).replace(/[\t\n\f\r ]/g, '')
  if (/[^A-Za-z0-9+/=]/.test(text) || text.replace(/=+$/, '').length % 4 === 1) throw new Error('atob: the text is not base64')
  return Buffer.from(text, 'base64').toString('latin1')
}
