/** How an organization looks (contract 8.6): seen by all of its users, changed by those who may. */
import { Type } from 'typebox'
import { recordChange } from '../../audit/record-change.ts'
import { createError } from '../../lib/errors.ts'
import { callerOf } from '../../lib/read-request.ts'
import type { Route, RouteReply, RouteRequest } from '../../lib/route.ts'
import type { Database } from '../../store/database.ts'
import { demandPrivilege } from '../roles.ts'
import { brandingFields, findInvalid, findMissing } from './branding-fields.ts'
import { deleteBranding, putBranding, readBranding } from './branding-store.ts'
import { createImageRoutes } from './image-routes.ts'

const path = '/organizations/branding'
const brandingBody = Type.Record(Type.String(), Type.Unknown())

/** DELETE takes the images too, and what is not there is not missed. */
export function createBrandingRoutes(parts: { readonly database: Database }): readonly Route[] {
  const { db } = parts.database
  const change = async (request: RouteRequest, document: object | undefined): Promise<RouteReply> => {
    const { organizationId } = callerOf(request)
    await db.transaction().execute(async (transaction) => {
      await (document === undefined ? deleteBranding(transaction, organizationId) : putBranding(transaction, organizationId, document))
      await recordChange(transaction, { area: 'organizations', entityId: organizationId, entityName: 'branding' })
    })
    return { body: document }
  }
  return [
    {
      method: 'GET',
      path,
      access: 'caller',
      async handle(request) {
        const branding = await readBranding(db, callerOf(request).organizationId)
        if (branding === undefined) throw createError('no-branding')
        return { body: branding }
      },
    },
    {
      method: 'PUT',
      path,
      access: 'caller',
      body: brandingBody,
      handle(request) {
        demandPrivilege(callerOf(request), 'manageUiBranding')
        return change(request, readDocument(request))
      },
    },
    {
      method: 'DELETE',
      path,
      access: 'caller',
      handle(request) {
        demandPrivilege(callerOf(request), 'manageUiBranding')
        return change(request, undefined)
      },
    },
    ...createImageRoutes(parts),
  ]
}

function readDocument({ body }: RouteRequest): object {
  const { value: document } = body as { readonly value: Readonly<Record<string, unknown>> }
  const missing = findMissing(document)
  if (missing.length > 0) throw createError('branding-incomplete', { params: { fields: missing.join(', ') } })
  const invalid = findInvalid(document)
  if (invalid.length > 0) throw createError('branding-invalid', { params: { fields: invalid.map((name) => name.slice(0, 40)).join(', ') } })
  return Object.fromEntries(brandingFields.map((name) => [name, document[name]]))
}
