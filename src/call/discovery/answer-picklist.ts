/** The values that a field of an object may have, as an answer of its own (contract 5.5: `/accounts/lookups/{fieldName}`). */
import type { CompiledResource } from '../../elements/compile/compiled.ts'
import { createError } from '../../lib/errors.ts'
import type { HubResponse } from '../../lib/hub-request.ts'
import type { CallSession } from '../send.ts'
import type { Target } from '../types.ts'
import { describeObject } from './describe-object.ts'

/** Answers `[{value, label}]`, none for a field without a picklist. Throws no-picklist (404) for an unknown field, or what asking the vendor throws. */
export async function answerPicklist(
  session: CallSession,
  { pathParameters }: Target,
  { object, parameter }: NonNullable<CompiledResource['picklist']>,
): Promise<HubResponse> {
  const name = pathParameters[parameter] ?? ''
  const fields = await describeObject(session, session.instance.element.objects[object]!, false)
  const field = fields.find(({ vendorPath }) => vendorPath === name) ?? fields.find(({ vendorPath }) => vendorPath.endsWith(`.${name}`))
  if (field === undefined) throw createError('no-picklist', { params: { object, name: name.slice(0, 100) } })
  const value = field.picklistValues ?? []
  return { status: 200, headers: { 'Elements-Returned-Count': String(value.length) }, body: { kind: 'json', value } }
}
