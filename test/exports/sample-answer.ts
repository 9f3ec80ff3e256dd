/** What a vendor answers to a resource, told by the document: something stands at the response's root, and where response parameters look. */
import type { ElementDocument, ResourceDocument } from '../../src/elements/document/element-document.ts'
import type { Answer } from '../vendor.ts'

/** JSON, or XML where the element speaks SOAP. */
export function sampleAnswer(document: ElementDocument, resource: ResourceDocument): Answer {
  const root = resource.rootKey?.split('|').at(-1) ?? ''
  const inner = answersList(resource) ? [row(1), row(2), row(3)] : row(1)
  const headers: Record<string, string> = {}
  for (const { source, vendorType, vendorName } of resource.parameters ?? []) {
    if (source !== 'response' || vendorName === undefined) continue
    if (vendorType === 'header') headers[vendorName] = `answered ${vendorName}`
    else mergeInto(inner, wrap(vendorName, `answered ${vendorName}`))
  }
  const body = wrap(root.replace(/^\./, ''), inner)
  if (document.protocolType !== 'soap') return { headers, body }
  return { headers: { ...headers, 'content-type': 'text/xml' }, body: `<?xml version="1.0"?>${toXml(body, 'answer')}` }
}

function row(at: number) {
  return { id: String(at), name: `row ${at}`, meta: { cursor: `cursor of ${at}` } }
}

function answersList({ method, path, type }: ResourceDocument): boolean {
  return method === 'GET' && !path.endsWith('}') && (type ?? 'api').startsWith('api')
}

/** Whether the rows of the sample, and nothing around them, are what a client got of it (contract 13.6). */
export function compareAnswer(resource: ResourceDocument, got: unknown): string[] {
  // XML has a root whatever it holds; its texts are read as what they look like, and a single element is no list.
  const inner = (got as { answer?: unknown } | undefined)?.answer ?? got
  const ids = (value: unknown) => [value].flat().map((one) => String((one as { id?: unknown } | null)?.id))
  if (resource.paginationType === 'VENDOR_NOT_SUPPORTED') return []
  const wanted = answersList(resource) ? ['1', '2', '3'] : ['1']
  return JSON.stringify(ids(inner)) === JSON.stringify(wanted)
    ? []
    : [`answer: expected rows ${wanted}, the client got ${JSON.stringify(got)?.slice(0, 200)}`]
}

/** `a.b[0].c` → the value inside objects and lists; `[*]` is the list itself. */
function wrap(path: string, value: unknown): unknown {
  const [, name, rest] = /^([^.[\]]*)(.*)$/.exec(path)!
  if (path === '') return value
  if (path.startsWith('[*]')) return Array.isArray(value) ? value : [value]
  if (path.startsWith('[')) return [wrap(path.replace(/^\[\d+\]\.?/, ''), value)]
  return { [name!]: wrap(rest!.replace(/^\./, ''), value) }
}

function mergeInto(target: unknown, more: unknown): void {
  for (const [key, value] of Object.entries(more as object)) {
    const present = (target as Record<string, unknown>)[key]
    if (typeof present === 'object' && present !== null) mergeInto(present, value)
    else (target as Record<string, unknown>)[key] = value
  }
}

function toXml(value: unknown, name: string): string {
  if (Array.isArray(value)) return value.map((member) => toXml(member, name)).join('')
  if (typeof value !== 'object' || value === null) return `<${name}>${String(value)}</${name}>`
  const inner = Object.entries(value).map(([key, member]) => toXml(member, key))
  const spaces = [...new Set(inner.join('').match(/(?<=<)\w+(?=:)/g) ?? [])]
  const isRoot = name === 'answer'
  const names = isRoot ? spaces.map((prefix) => ` xmlns:${prefix}="urn:${prefix}"`).join('') : ''
  return isRoot && inner.length === 1
    ? inner[0]!.replace(/^<[^>\s]+/, (open) => open + names)
    : `<${name}${names}>${inner.join('')}</${name}>`
}
