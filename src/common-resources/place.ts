/** The place that a request speaks of (contract 9.2): a level of the caller's organization, an account or an instance that the caller reaches. Rights are demanded here. */
import type { Viewer } from '../elements/catalog/finder.ts'
import { reachAccount } from '../identity/reach.ts'
import { demandPrivilege, isOrganizationAdmin } from '../identity/roles.ts'
import { findInScope } from '../instances/instance-store.ts'
import type { Caller } from '../lib/caller.ts'
import { createError } from '../lib/errors.ts'
import { parseId } from '../lib/ids.ts'
import { readSwitch } from '../lib/query-values.ts'
import type { RouteAccess, RouteRequest } from '../lib/route.ts'
import { type Action, demandAction } from './actions.ts'
import { type Scope, type Standing, scopesOf } from './levels.ts'
import type { CommonParts } from './parts.ts'
import { demandWritableLevel } from './writable-levels.ts'

/** What a path begins with: `/organizations`, `/accounts` or `/accounts/{id}`, `/instances` or `/instances/{id}`. */
export type PlaceKind = 'organization' | 'account' | 'instance'

/** Paths that begin so, and the place that they speak of. */
export interface Prefix {
  readonly path: string
  readonly kind: PlaceKind
  readonly access: RouteAccess
}

export interface Place {
  readonly caller: Caller
  readonly scope: Scope
  /** What the place sees: its own level and those above, lowest first. */
  readonly scopes: readonly Scope[]
  /** Through whose eyes elements are named here. */
  readonly viewer: Viewer
  /** The caller reaches every account of the organization. */
  readonly mayReachAll: boolean
  /** The instance of the place, when it is one. */
  readonly instance?: { readonly id: number; readonly elementId: number; readonly elementKey: string }
}

const system: Scope = { level: 'system', associatedId: null, organizationId: null }

/**
 * Finds the place and demands what `action` needs there.
 * Throws no-account, no-instance (404), missing-privilege (403).
 */
export async function findPlace(
  parts: CommonParts,
  request: RouteRequest,
  { kind, action }: { kind: PlaceKind; action: Action },
): Promise<Place> {
  const caller = request.caller!
  demandAction(caller, action)
  if (readSwitch(request.query, 'systemOnly')) {
    if (action !== 'view') demandPrivilege(caller, 'vdrAdmin')
    return { caller, scope: system, scopes: [system], viewer: caller, mayReachAll: false }
  }
  const place = await locate(parts, request, kind)
  if (action !== 'view') demandWritableLevel(caller, place.scope.level)
  return place
}

/** Throws no-account, no-instance (404), missing-privilege (403): another account of the own organization. */
async function locate(parts: CommonParts, request: RouteRequest, kind: PlaceKind): Promise<Place> {
  const caller = request.caller!
  const { organizationId } = caller
  if (kind === 'organization') return describe(caller, { organizationId })
  if (kind === 'account') return describe(caller, { organizationId, accountId: await readAccount(parts, request) })
  const id = request.params['id'] === undefined ? request.instanceId : parseId(request.params['id'])
  const row = id === undefined ? undefined : await findInScope(parts.database.db, caller, id)
  if (row === undefined) throw createError('no-instance', { params: { id: request.params['id'] ?? String(id) } })
  const instance = { id: row.id, elementId: row.element_id, elementKey: row.element_key }
  return { ...describe(caller, { organizationId, accountId: row.account_id, instanceId: row.id }), instance }
}

/** Without an id in the path: the caller's own. */
async function readAccount({ database }: CommonParts, { caller, params }: RouteRequest): Promise<number> {
  if (params['id'] === undefined) return caller!.accountId
  return (await reachAccount(database.db, caller!, params['id'])).id
}

function describe(caller: Caller, standing: Standing): Place {
  const scopes = scopesOf(standing)
  const viewer = { organizationId: standing.organizationId, accountId: standing.accountId ?? caller.accountId }
  return { caller, scope: scopes[0]!, scopes, viewer, mayReachAll: isOrganizationAdmin(caller.roles) }
}
