/** Makes records of a sample and takes them away. */
import assert from 'node:assert/strict'
import { randomInt } from 'node:crypto'
import type { Bench, Row } from './bench.ts'
import type { Collection } from './collections.ts'
import type { Fields, Sample } from './subject.ts'

/** A word that no other record has. */
export function makeTag(): string {
  return Array.from({ length: 6 }, () => 'bcdfghjklmnpqrstvwxz'[randomInt(20)]).join('')
}

/** The body of a create, its links filled. */
export async function writeBody({ hub }: Bench, sample: Sample, text: string): Promise<Fields> {
  const body = structuredClone(sample.create(text)) as Record<string, unknown>
  for (const [place, target] of Object.entries(sample.links ?? {})) {
    const [path = '', member = 'id'] = target.split('#')
    const [first] = await hub.get(path, { pageSize: '1' })
    assert.notEqual(first?.[member], undefined, `/${path} has no record that ${place} could name`)
    put(body, place.split('.'), first[member])
  }
  return body
}

function put(body: Record<string, unknown>, [name = '', ...rest]: string[], value: unknown): void {
  if (rest.length === 0) body[name] = value
  else {
    body[name] ??= {}
    put(body[name] as Record<string, unknown>, rest, value)
  }
}

/** Creates one; `path` when it stands below another record. Gives its id. */
export async function create(bench: Bench, collection: Collection, { text, path = collection.at }: { text: string; path?: string }) {
  const body = await writeBody(bench, collection.sample!, text)
  const created = await bench.hub.call('POST', path, { body })
  assert.equal(created.status, 200, `POST /${path} ${JSON.stringify(body)}: ${created.text}`)
  assert.ok(['string', 'number'].includes(typeof created.body?.id), `trap 26: no id in ${created.text}`)
  return created.body.id as string | number
}

/** Asserts that all of `wanted` is in `row`, numbers and their texts being the same. */
export function assertHas(row: Row, wanted: Fields, place = ''): void {
  for (const [name, value] of Object.entries(wanted)) {
    const here = `${place}${name}`
    if (typeof value === 'object' && value !== null) assertHas(row?.[name], value as Fields, `${here}.`)
    else assert.equal(String(row?.[name]), String(value), `${here} of ${JSON.stringify(row)}`)
  }
}
