/** What a `multipart/form-data` body is made of (RFC 7578). */
import type { Readable } from 'node:stream'

export interface MultipartField {
  readonly kind: 'field'
  readonly name: string
  readonly value: string
}

/** A file on its way. Its stream must be read to its end before the part after it comes. */
export interface MultipartFile {
  readonly kind: 'file'
  readonly name: string
  readonly filename: string | undefined
  readonly contentType: string
  readonly stream: Readable
  /** The parts behind it, where it was the first file of a body. */
  readonly following?: AsyncIterable<MultipartPart>
}

export type MultipartPart = MultipartField | MultipartFile

export function isMultipartFile(value: unknown): value is MultipartFile {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'file' && 'stream' in value
}
