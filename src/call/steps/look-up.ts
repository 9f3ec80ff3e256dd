/** Fills places of the main call from a small vendor list, read with one GET. */
import type { Step } from '../../elements/document/octet.ts'
import { compileReader, compileWriter } from '../../lib/json-path.ts'
import { buildSideRequest } from '../build-request.ts'
import { createMissingRecord } from '../missing-record.ts'
import { readContent } from '../read-content.ts'
import { type CallSession, sendToVendor } from '../send.ts'
import type { Draft, Kept, Target } from '../types.ts'

type LookUp = Extract<Step, { kind: 'look-up' }>

/** Values found, in the order of the step's places. */
type Found = readonly unknown[]

/** Runs the step. Throws no-record (404) when there is nothing for `into` and the step requires it, or what the vendor answers. */
export async function lookUp(session: CallSession, step: LookUp, { draft, target }: { draft: Draft; target: Target }): Promise<void> {
  const places = [[step.into, step.take] as const, ...Object.entries(step.also ?? {})]
  if (places.every(([place]) => isFilled(draft, place))) return
  const found = await find(session, step, { draft, takes: places.map(([, take]) => take) })
  if (isNothing(found[0]) && step.required !== false && !isFilled(draft, step.into)) throw createMissingRecord(target)
  places.forEach(([place], index) => {
    if (!isNothing(found[index]) && !isFilled(draft, place)) fill(draft, place, found[index])
  })
}

async function find(session: CallSession, step: LookUp, { draft, takes }: { draft: Draft; takes: readonly string[] }): Promise<Found> {
  const query: [string, string][] = []
  for (const [name, template] of Object.entries(step.query ?? {})) {
    const value = fillTemplate(template, draft.path)
    if (value === undefined) return []
    query.push([name, value])
  }
  const request = buildSideRequest(session, { vendorPath: step.path, path: draft.path, query })
  const load = async (asking: CallSession): Promise<Kept<Found>> => {
    const content = await readContent(asking, await sendToVendor(asking, request), { expectJson: true })
    const values = takes.map((take) => (content.kind === 'json' ? compileReader(take)(content.value) : undefined))
    // What is not there now may be there in a moment.
    return { value: values, seconds: isNothing(values[0]) ? 0 : (step.seconds ?? 0) }
  }
  if (step.seconds === undefined) return (await load(session)).value
  const name = `look-up ${request.url} ${takes.join(' ')}`
  return session.parts.directories.read(session.instance.id, name, () => load({ ...session, signal: undefined }))
}

/** A value with a sign in it that could mean something in the vendor's filter names nothing that could be found. */
function fillTemplate(template: string, path: Readonly<Record<string, string>>): string | undefined {
  let safe = true
  const filled = template.replace(/\{([^{}]+)\}/g, (_place, name: string) => {
    const value = path[name] ?? ''
    if (!/^[\p{L}\p{N}_.@+-]+$/u.test(value)) safe = false
    return value
  })
  return safe ? filled : undefined
}

function isFilled(draft: Draft, place: string): boolean {
  const [where, name] = splitPlace(place)
  return !isNothing(where === 'path' ? draft.path[name] : compileReader(name)(draft.json))
}

function fill(draft: Draft, place: string, value: unknown): void {
  const [where, name] = splitPlace(place)
  if (where === 'path') {
    draft.path[name] = String(value)
    return
  }
  draft.json ??= {}
  compileWriter(name)(draft.json as Record<string, unknown>, value)
}

function splitPlace(place: string): readonly [string, string] {
  const dot = place.indexOf('.')
  return [place.slice(0, dot), place.slice(dot + 1)]
}

function isNothing(value: unknown): boolean {
  return value === undefined || value === null || value === ''
}
