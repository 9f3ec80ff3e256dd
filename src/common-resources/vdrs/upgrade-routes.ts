/** PUT and DELETE /vdrs/upgrade/v2: which form of common resources an organization says it uses (contract 9.5, 9.8). Both forms work always; `GET /organizations/me` tells the version. */
import { recordChange } from '../../audit/record-change.ts'
import { demandPrivilege, isOrganizationAdmin } from '../../identity/roles.ts'
import { createError } from '../../lib/errors.ts'
import { parseId } from '../../lib/ids.ts'
import { readList } from '../../lib/query-values.ts'
import { readBody } from '../../lib/read-request.ts'
import type { Route, RouteReply, RouteRequest } from '../../lib/route.ts'
import type { CommonParts } from '../parts.ts'

type Version = 'v1' | 'v2'

/** Ids under either name, as a list or as one text. */
type SentUpgrade = Readonly<Partial<Record<'orgIds' | 'orgIds[]', unknown>>>

/** The routes. */
export function createUpgradeRoutes(parts: CommonParts): Route[] {
  const path = '/vdrs/upgrade/v2'
  const query = [{ name: 'orgIds[]', description: 'Organizations; default: the own one' }]
  const switchTo = (version: Version) => (request: RouteRequest) => switchVersion(parts, request, version)
  return [
    { method: 'PUT', path, access: 'caller', query, handle: switchTo('v2') },
    { method: 'DELETE', path, access: 'caller', query, handle: switchTo('v1') },
  ]
}

/** Administrators of an organization switch their own, others need vdrAdmin. All or none. Throws missing-privilege (403), no-organization (404), invalid-body (400). */
async function switchVersion({ database }: CommonParts, request: RouteRequest, version: Version): Promise<RouteReply> {
  const caller = request.caller!
  const ids = readIds(request)
  const isOwn = ids.every((id) => id === caller.organizationId)
  if (!isOwn || !isOrganizationAdmin(caller.roles)) demandPrivilege(caller, 'vdrAdmin')
  await database.db.transaction().execute(async (transaction) => {
    for (const id of ids) {
      const row = await transaction
        .updateTable('organizations')
        .set({ vdr_version: version })
        .where('id', '=', id)
        .returning('name')
        .executeTakeFirst()
      if (row === undefined) throw createError('no-organization', { params: { id } })
      await recordChange(transaction, { area: 'organizations', entityId: id, entityName: row.name, organizationId: id })
    }
  })
  return { body: undefined }
}

/** From the query or the body; none: the caller's own. Throws no-organization (404) for what is no id. */
function readIds(request: RouteRequest): number[] {
  const sent = readBody<SentUpgrade>(request)
  const inQuery = readList(request.query, 'orgIds')
  const inBody = [sent.orgIds ?? sent['orgIds[]'] ?? []].flat().map(String)
  const ids = (inQuery.length > 0 ? inQuery : readList({ orgIds: inBody }, 'orgIds')).map((text) => {
    const id = parseId(text)
    if (id === undefined) throw createError('no-organization', { params: { id: text.slice(0, 40) } })
    return id
  })
  return ids.length === 0 ? [request.caller!.organizationId] : [...new Set(ids)]
}
