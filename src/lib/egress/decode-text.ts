/** Bytes of a body → its text: UTF-8, but XML in the charset that it says it is in. */
import { EgressError } from './egress-error.ts'

/**
 * Decodes a body. For XML the first bytes count most, then the Content-Type, then the declaration (RFC 7303 §3); everything else is UTF-8, as JSON must
 * be (RFC 8259 §8.1). Throws vendor-unreadable (502) for a charset that is not known.
 */
export function decodeText(bytes: Buffer, contentType: string): string {
  const charset = isXml(contentType) ? findCharset(bytes, contentType) : 'utf-8'
  try {
    return new TextDecoder(charset).decode(bytes)
  } catch (cause) {
    const reason = `it is in a charset that is not known (${charset.slice(0, 40)})`
    throw new EgressError('vendor-unreadable', { params: { reason }, cause }, { maybeSent: true })
  }
}

/** True for types whose text may be in another charset than UTF-8. */
export function isXml(contentType: string): boolean {
  return /^[^;]*[/+]xml\s*(;|$)/i.test(contentType)
}

function findCharset(bytes: Buffer, contentType: string): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be'
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf-8'
  const told = /;\s*charset\s*=\s*"?([^\s";]+)/i.exec(contentType)?.[1]
  if (told !== undefined) return told
  // A declaration that can be read as ASCII is in no charset of two bytes, whatever it says (XML 1.0, appendix F).
  const declared = /^\s*<\?xml\s[^>]{0,200}?encoding\s*=\s*["']([\w.:-]+)["']/.exec(bytes.subarray(0, 300).toString('latin1'))?.[1]
  return declared === undefined || /^(utf-?16|ucs-?2)/i.test(declared) ? 'utf-8' : declared
}
