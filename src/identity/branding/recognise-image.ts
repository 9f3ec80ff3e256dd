/** What kind of image some bytes are, by how they begin: what the sender calls it is not believed. */

const signatures: readonly { readonly contentType: string; readonly begins: (bytes: Buffer) => boolean }[] = [
  { contentType: 'image/png', begins: (bytes) => bytes.subarray(0, 8).equals(Buffer.from('89504e470d0a1a0a', 'hex')) },
  { contentType: 'image/jpeg', begins: (bytes) => bytes.subarray(0, 3).equals(Buffer.from('ffd8ff', 'hex')) },
  { contentType: 'image/gif', begins: (bytes) => /^GIF8[79]a$/.test(bytes.toString('latin1', 0, 6)) },
  { contentType: 'image/webp', begins: (bytes) => /^RIFF....WEBP$/s.test(bytes.toString('latin1', 0, 12)) },
  { contentType: 'image/x-icon', begins: (bytes) => bytes.subarray(0, 4).equals(Buffer.from('00000100', 'hex')) },
  {
    contentType: 'image/svg+xml',
    begins: (bytes) =>
      /^\uFEFF?\s*(?:<\?xml[^>]*>\s*)?(?:<!--(?:[^-]|-(?!->))*-->\s*|<!DOCTYPE svg[^>[]*>\s*)*<svg[\s>]/.test(
        bytes.toString('utf8', 0, 4096),
      ),
  },
]

/** For people. */
export const imageTypes = 'PNG, JPEG, GIF, WebP, ICO or SVG'

/** The media type of an image; undefined for anything else. */
export function recogniseImage(bytes: Buffer): string | undefined {
  return signatures.find(({ begins }) => begins(bytes))?.contentType
}
