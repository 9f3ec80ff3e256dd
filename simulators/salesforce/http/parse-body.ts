// What a request brings: JSON, or a record with the bytes of its file as two parts of a multipart body.
import { type ApiError, refuse } from '../errors.ts'

/** The parsed body (undefined: there was none), or why it is none. */
export type ParsedBody = { readonly body: unknown } | { readonly fault: ApiError }

/** Reads a body by its type. */
export async function parseBody(bytes: Buffer, type: string | undefined): Promise<ParsedBody> {
  if (bytes.length === 0) return { body: undefined }
  if (type !== undefined && /^multipart\/form-data\b/i.test(type)) return parseParts(bytes, type)
  if (type !== undefined && !/json/i.test(type)) {
    const message = `The content type '${type}' is not supported by this resource; use application/json`
    return { fault: refuse(415, 'UNSUPPORTED_MEDIA_TYPE', message) }
  }
  return parseJson(bytes.toString('utf8'))
}

function parseJson(text: string): ParsedBody {
  try {
    return { body: JSON.parse(text) }
  } catch {
    const first = text.trim().slice(0, 1)
    return { fault: refuse(400, 'JSON_PARSER_ERROR', `Unexpected character ('${first}'): the body is not JSON at [line:1, column:1]`) }
  }
}

// One part is the record in JSON, the other its bytes under the name of the field. They go on in base64, as in a body of JSON alone.
async function parseParts(bytes: Buffer, type: string): Promise<ParsedBody> {
  const form = await new Response(new Uint8Array(bytes), { headers: { 'content-type': type } }).formData().catch(() => undefined)
  const parts = [...(form ?? [])]
  const [record, ...moreTexts] = parts.filter(([, value]) => typeof value === 'string')
  const [file, ...moreFiles] = parts.filter(([, value]) => typeof value !== 'string')
  if (!record || !file || moreTexts.length > 0 || moreFiles.length > 0) {
    return {
      fault: refuse(400, 'INVALID_MULTIPART_REQUEST', 'A part with the record in JSON and a part with its binary data are required'),
    }
  }
  const parsed = parseJson(String(record[1]))
  if ('fault' in parsed) return parsed
  const data = Buffer.from(await (file[1] as Blob).arrayBuffer()).toString('base64')
  return { body: { ...(parsed.body as object), [file[0]]: data } }
}
