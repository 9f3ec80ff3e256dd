/** What a call asks for besides what was planned: the page, where the vendor wants it. */
import { prepareResource } from '../prepare.ts'
import type { Asking } from '../types.ts'
import type { Drawn } from './compile-page-drawing.ts'

/** Draws the page of a call. */
export function drawPage({ target, plan, query }: Asking): Drawn {
  const draw = prepareResource(target.resource).drawPage
  return draw === undefined ? { draft: plan.draft, query } : draw(plan.draft, query ?? [])
}
