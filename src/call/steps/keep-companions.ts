/** Members that a changed field would contradict are sent as null (`clears` of a resource). A value that is written back as it was changes nothing, so they stay. */
import { isDeepStrictEqual } from 'node:util'
import type { CompiledResource } from '../../elements/compile/compiled.ts'
import type { ObjectTransformation } from '../../elements/document/octet.ts'
import { isRecord } from '../../lib/is-record.ts'
import { compileReader } from '../../lib/json-path.ts'
import { parseVendorPlace } from '../../transform/vendor-place.ts'

type Item = Record<string, unknown>

/** Takes those nulls out of `body` that stand there only because of fields whose value in `present` is the one that is sent. */
export function keepCompanions(
  body: Item,
  present: Item | undefined,
  { object, resource }: { object: ObjectTransformation | undefined; resource: CompiledResource },
): void {
  const { clears = {}, writePaths = {} } = resource.document.octet ?? {}
  const kept = new Set<string>()
  const cleared = new Set<string>()
  for (const [name, places] of Object.entries(clears)) {
    const field = object?.fields.find(({ path }) => path === name)
    const path = writePaths[name] ?? field?.vendorWritePath ?? field?.vendorPath
    if (path === undefined) continue
    const sent = readPlace(body, path, object)
    if (sent === undefined) continue
    const isSame = isDeepStrictEqual(sent, readPlace(present, path, object) ?? null)
    for (const place of places) (isSame ? kept : cleared).add(place)
  }
  for (const place of kept) if (!cleared.has(place)) dropNull(body, place, object)
}

function readPlace(record: Item | undefined, path: string, object: ObjectTransformation | undefined): unknown {
  const { holder, name } = findHolder(record, path, object)
  return compileReader(name)(holder)
}

function dropNull(body: Item, path: string, object: ObjectTransformation | undefined): void {
  const { holder, name } = findHolder(body, path, object)
  const dot = name.lastIndexOf('.')
  const parent = dot === -1 ? holder : compileReader(name.slice(0, dot))(holder)
  const member = name.slice(dot + 1)
  if (isRecord(parent) && parent[member] === null) delete parent[member]
}

/** The item of a slot, or the record itself, and the path from there. */
function findHolder(record: Item | undefined, path: string, object: ObjectTransformation | undefined): { holder: unknown; name: string } {
  const place = parseVendorPlace(path, object?.slots)
  if (place.kind !== 'slot') return { holder: record, name: path }
  const items = compileReader(place.collection)(record)
  const holder = Array.isArray(items) ? items.find((item) => isRecord(item) && item[place.discriminator] === place.slot) : undefined
  return { holder, name: place.inner }
}
