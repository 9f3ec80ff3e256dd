/** PUT /transformations (contract 9.3): a transformation that says itself where it belongs, made or replaced. */
import type { Static } from 'typebox'
import { demandElement } from '../../elements/catalog/finder.ts'
import { createError } from '../../lib/errors.ts'
import { readBody } from '../../lib/read-request.ts'
import type { Route, RouteRequest } from '../../lib/route.ts'
import { demandObjectName } from '../check-names.ts'
import type { CommonParts } from '../parts.ts'
import { findPlace, type PlaceKind } from '../place.ts'
import { writeTransformation } from './change-transformations.ts'
import { showTransformation } from './show-transformation.ts'
import { readAbove, type Target } from './target.ts'
import { wholeTransformationSchema } from './transformation-body.ts'

type Whole = Static<typeof wholeTransformationSchema>

/** The route. */
export function createWholeRoute(parts: CommonParts): Route {
  return {
    method: 'PUT',
    path: '/transformations',
    access: 'caller',
    body: wholeTransformationSchema,
    async handle(request) {
      const whole = readBody<Whole>(request)
      const { objectName: name } = whole
      demandObjectName(name)
      const target = await findTarget(parts, request, whole)
      const row = await writeTransformation(parts, target, { name, sent: whole, mode: 'put' })
      return { body: showTransformation(row, await readAbove(parts.database.db, target, name)) }
    },
  }
}

/** Without a level: of the instance that it names, else of the caller's account. Throws no-instance, no-element, no-element-id (404), missing-privilege (403), invalid-body (400). */
async function findTarget(parts: CommonParts, request: RouteRequest, whole: Whole): Promise<Target> {
  const instanceId = textOf(whole.elementInstanceId ?? whole.instanceId)
  const kind: PlaceKind = whole.level ?? (instanceId === undefined ? 'account' : 'instance')
  const find = (kind: PlaceKind, params: Readonly<Record<string, string>>) =>
    findPlace(parts, { ...request, params }, { kind, action: 'edit' })
  const byInstance = instanceId === undefined ? undefined : await find('instance', { id: instanceId })
  if (kind === 'instance') {
    if (byInstance === undefined) throw createError('invalid-body', { params: { reason: 'elementInstanceId is missing' } })
    return { place: byInstance, element: elementOf(byInstance.instance!) }
  }
  const place = await find(kind, {})
  if (byInstance?.instance !== undefined) return { place, element: elementOf(byInstance.instance) }
  const keyOrId = textOf(whole.elementKey ?? whole.elementId)
  if (keyOrId === undefined) throw createError('invalid-body', { params: { reason: 'elementKey or elementInstanceId is missing' } })
  const { id, key } = await demandElement(parts.catalog, keyOrId, place.viewer)
  return { place, element: { id, key } }
}

function elementOf({ elementId, elementKey }: { readonly elementId: number; readonly elementKey: string }): Target['element'] {
  return { id: elementId, key: elementKey }
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined
}
