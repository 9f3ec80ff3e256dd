/** The definition that a multipart/form-data request brings as a file. */
import { createError } from '../../lib/errors.ts'
import type { Body } from '../../lib/hub-request.ts'
import { readFilePart } from '../../lib/read-file-part.ts'

/** Bytes of a definition. */
const largest = 4 * 1024 * 1024

/** The text (UTF-8, without a byte order mark) of the part called `file`. Throws unsupported-media-type (415), definition-unreadable (400), body-too-large (413). */
export async function readUpload(body: Body): Promise<string> {
  const contentType = body.kind === 'stream' ? body.contentType : body.kind === 'json' ? 'application/json' : 'nothing'
  if (body.kind !== 'stream' || !/^multipart\/form-data\s*;/i.test(contentType)) {
    throw createError('unsupported-media-type', { params: { contentType, expected: 'multipart/form-data with the definition as file' } })
  }
  const refuse = (reason: string, cause?: unknown) => createError('definition-unreadable', { params: { reason }, cause })
  const file = await readFilePart(body.stream, contentType, { largest, name: 'file', refuse })
  if (file === undefined) throw refuse('the request has no part named file')
  return file.toString('utf8').replace(/^\uFEFF/, '')
}
