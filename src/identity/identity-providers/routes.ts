/** Identity providers of an organization and of a customer (contract 8.7). */
import type { Kysely } from 'kysely'
import { recordChange } from '../../audit/record-change.ts'
import type { Caller } from '../../lib/caller.ts'
import { createError } from '../../lib/errors.ts'
import { parseId } from '../../lib/ids.ts'
import { callerOf, readBody } from '../../lib/read-request.ts'
import type { Route, RouteReply, RouteRequest } from '../../lib/route.ts'
import type { Database } from '../../store/database.ts'
import type { Tables } from '../../store/tables.ts'
import { formatDay } from '../format-day.ts'
import { demandPrivilege, type Privilege } from '../roles.ts'
import { describeMetadata } from './describe-metadata.ts'
import { providerBody, readProvider } from './provider.ts'
import {
  deleteProvider,
  findProvider,
  insertProvider,
  listProviders,
  type Owner,
  type ProviderRow,
  updateProvider,
} from './provider-store.ts'

interface Kind {
  readonly path: string
  readonly privilege: Privilege
  readonly ownerOf: (db: Kysely<Tables>, caller: Caller) => Owner | Promise<Owner>
}

const kinds: readonly Kind[] = [
  { path: '/organizations/identity-providers', privilege: 'modifySecurity', ownerOf: (_db, caller) => ownerOfOrganization(caller) },
  { path: '/customers/identity-providers', privilege: 'customerAdmin', ownerOf: ownerOfCustomer },
]

/** The routes of both kinds, and the metadata of one's own providers. */
export function createIdentityProviderRoutes({ database }: { readonly database: Database }): readonly Route[] {
  return [
    ...kinds.flatMap((kind) => createRoutesOf(database, kind)),
    { method: 'GET', path: '/authentication/saml/:id/metadata', access: 'caller', handle: (request) => showMetadata(database, request) },
  ]
}

function createRoutesOf({ db }: Database, { path, privilege, ownerOf }: Kind): readonly Route[] {
  const begin = async (request: RouteRequest) => {
    const caller = callerOf(request)
    demandPrivilege(caller, privilege)
    return ownerOf(db, caller)
  }
  /** What `work` makes of a provider, on record; undefined: it is not there. */
  const change = async (request: RouteRequest, work: (transaction: Kysely<Tables>) => Promise<ProviderRow | undefined>) =>
    db.transaction().execute(async (transaction) => {
      const row = await work(transaction)
      if (row === undefined) throw createMissing(request)
      await recordChange(transaction, { area: 'authentication', entityId: row.id, entityName: row.document.entityId })
      return row
    })
  return [
    {
      method: 'GET',
      path,
      access: 'caller',
      async handle(request) {
        const rows = await listProviders(db, await begin(request))
        if (rows.length === 0) throw createError('no-identity-providers')
        return { body: rows.map(describe) }
      },
    },
    {
      method: 'POST',
      path,
      access: 'caller',
      body: providerBody,
      async handle(request) {
        const owner = await begin(request)
        const provider = readProvider(readBody(request))
        return { body: describe(await change(request, (transaction) => insertProvider(transaction, owner, provider))) }
      },
    },
    {
      method: 'GET',
      path: `${path}/:id`,
      access: 'caller',
      async handle(request) {
        const row = await findProvider(db, await begin(request), idOf(request))
        if (row === undefined) throw createMissing(request)
        return { body: describe(row) }
      },
    },
    {
      method: 'PUT',
      path: `${path}/:id`,
      access: 'caller',
      body: providerBody,
      async handle(request) {
        const owner = await begin(request)
        const next = { id: idOf(request), provider: readProvider(readBody(request)) }
        return { body: describe(await change(request, (transaction) => updateProvider(transaction, owner, next))) }
      },
    },
    {
      method: 'DELETE',
      path: `${path}/:id`,
      access: 'caller',
      async handle(request) {
        const owner = await begin(request)
        const id = idOf(request)
        await change(request, (transaction) => deleteProvider(transaction, owner, id))
        return { body: undefined }
      },
    },
  ]
}

/** For everybody of the organization: it says nothing that a log-in would not show. */
async function showMetadata({ db }: Database, request: RouteRequest): Promise<RouteReply> {
  const caller = callerOf(request)
  const id = idOf(request)
  for (const { ownerOf } of kinds) {
    const row = await findProvider(db, await ownerOf(db, caller), id)
    if (row === undefined) continue
    return { headers: { 'content-type': 'application/samlmetadata+xml' }, body: Buffer.from(describeMetadata(row.document)) }
  }
  throw createMissing(request)
}

function describe({ id, document, created_at: createdAt }: ProviderRow): object {
  return { id, ...document, createdDate: formatDay(createdAt) }
}

function ownerOfOrganization({ organizationId }: Caller): Owner {
  return { organization_id: organizationId }
}

async function ownerOfCustomer(db: Kysely<Tables>, { organizationId }: Caller): Promise<Owner> {
  const row = await db.selectFrom('organizations').select('customer_id').where('id', '=', organizationId).executeTakeFirst()
  // An organization without a customer is nobody's: no row has this id.
  return { customer_id: row?.customer_id ?? 0 }
}

/** An id of no row where the path has none. */
function idOf({ params }: RouteRequest): number {
  return parseId(params['id'] ?? '') ?? 0
}

function createMissing({ params }: RouteRequest) {
  return createError('no-identity-provider', { params: { id: params['id'] ?? '' } })
}
