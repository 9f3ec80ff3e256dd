/** What a body is, by its content type (contract 13.1 step 8). */

export type ContentKind = 'json' | 'xml' | 'form' | 'multipart' | 'text' | 'binary'

/** The kind that a Content-Type names; undefined when there is none. RFC 6839: `+json` and `+xml` are what they end in. */
export function readContentKind(contentType: string | undefined): ContentKind | undefined {
  const type = contentType?.split(';', 1)[0]?.trim().toLowerCase()
  if (type === undefined || type === '') return undefined
  if (/[/+]json$/.test(type)) return 'json'
  // Pictures are files, although one kind of them is written in XML.
  if (/[/+]xml$/.test(type) && !type.startsWith('image/')) return 'xml'
  if (type === 'application/x-www-form-urlencoded') return 'form'
  if (type.startsWith('multipart/')) return 'multipart'
  return type.startsWith('text/') ? 'text' : 'binary'
}
