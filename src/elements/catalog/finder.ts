/** How other parts find elements: always through somebody's eyes, since accounts have elements and extensions of their own. */
import { createError } from '../../lib/errors.ts'
import { parseId } from '../../lib/ids.ts'
import type { CompiledElement } from '../compile/compiled.ts'

/** Whose eyes: what the account owns or was granted, and its extensions, come on top of the system's elements. A caller is a viewer. */
export interface Viewer {
  readonly organizationId: number
  readonly accountId: number
}

export interface ElementFinder {
  /** A key names the viewer's own element before the system's, an id exactly one (contract 2.1). Without a viewer: the system's only. From memory when warm. */
  find(keyOrId: string | number, viewer?: Viewer): Promise<CompiledElement | undefined>
  /** What the viewer sees, in the order of the keys. */
  list(viewer?: Viewer): Promise<readonly ElementEntry[]>
}

/** An element as lists and searches need it. */
export type ElementEntry = Pick<CompiledElement, 'id' | 'key' | 'name' | 'hub'>

/** The element of a path segment: an id (`parseId`), anything else a key. Throws no-element or no-element-id (404). */
export async function demandElement(finder: Pick<ElementFinder, 'find'>, keyOrId: string, viewer?: Viewer): Promise<CompiledElement> {
  const id = parseId(keyOrId)
  const element = await finder.find(id ?? keyOrId, viewer)
  if (element !== undefined) return element
  throw id !== undefined
    ? createError('no-element-id', { params: { id: keyOrId } })
    : createError('no-element', { params: { key: keyOrId } })
}
