/** /vdrs/snippets: pieces of script kept for the mappings of common resources (contract 9.5, 9.8). */
import Type, { type Static } from 'typebox'
import { recordChange } from '../../audit/record-change.ts'
import { createError } from '../../lib/errors.ts'
import { parseId } from '../../lib/ids.ts'
import { pageParameters } from '../../lib/query-parameters.ts'
import { readBody } from '../../lib/read-request.ts'
import type { Route, RouteReply, RouteRequest } from '../../lib/route.ts'
import { demandAction } from '../actions.ts'
import { nameSchema, orNull } from '../check-names.ts'
import type { CommonParts } from '../parts.ts'
import { replyList } from '../reply-list.ts'
import type { Db } from '../store/resources.ts'
import { demandWritableLevel, mayWriteLevel } from '../writable-levels.ts'
import {
  deleteSnippet,
  findSnippet,
  insertSnippet,
  listSnippets,
  type Snippet,
  type SnippetLevel,
  type SnippetValues,
  updateSnippet,
} from './snippet-store.ts'

const levels: readonly SnippetLevel[] = ['system', 'organization', 'account']

const snippetSchema = Type.Object({
  name: nameSchema,
  body: Type.String(),
  description: orNull(Type.String({ maxLength: 10_000 })),
  snippetType: orNull(Type.String({ maxLength: 255 })),
  level: orNull(Type.String()),
})
type SentSnippet = Static<typeof snippetSchema>

/** The routes. */
export function createSnippetRoutes(parts: CommonParts): Route[] {
  const all = '/vdrs/snippets'
  const one = `${all}/:id`
  return [
    { method: 'GET', path: all, access: 'caller', query: pageParameters, handle: (request) => list(parts, request) },
    { method: 'POST', path: all, access: 'caller', body: snippetSchema, handle: (request) => post(parts, request) },
    { method: 'GET', path: one, access: 'caller', handle: (request) => read(parts, request) },
    { method: 'PUT', path: one, access: 'caller', body: snippetSchema, handle: (request) => put(parts, request) },
    { method: 'DELETE', path: one, access: 'caller', handle: (request) => remove(parts, request) },
  ]
}

/** Throws no-snippets (404). */
async function list({ database }: CommonParts, { caller, query }: RouteRequest): Promise<RouteReply> {
  demandAction(caller!, 'view')
  const items = await listSnippets(database.db, caller!)
  return replyList(query, { items, none: 'no-snippets', show: (snippets) => snippets.map(show) })
}

async function read({ database }: CommonParts, request: RouteRequest): Promise<RouteReply> {
  demandAction(request.caller!, 'view')
  return { body: show(await demandSnippet(database.db, request)) }
}

/** Throws invalid-body (400), missing-privilege (403). */
async function post({ database }: CommonParts, request: RouteRequest): Promise<RouteReply> {
  const caller = request.caller!
  demandAction(caller, 'create')
  const values = readSnippet(request)
  demandWritableLevel(caller, values.level)
  return database.db.transaction().execute(async (transaction) => {
    const id = await insertSnippet(transaction, caller, values)
    await record(transaction, id, values.name)
    return { body: show((await findSnippet(transaction, caller, id))!) }
  })
}

/** Throws no-snippet (404), invalid-body (400), missing-privilege (403). */
async function put({ database }: CommonParts, request: RouteRequest): Promise<RouteReply> {
  const caller = request.caller!
  demandAction(caller, 'edit')
  return database.db.transaction().execute(async (transaction) => {
    const { id, level } = await demandSnippet(transaction, request)
    demandWritableLevel(caller, level)
    const values = readSnippet(request, level)
    demandWritableLevel(caller, values.level)
    await updateSnippet(transaction, caller, { id, ...values })
    await record(transaction, id, values.name)
    return { body: show((await findSnippet(transaction, caller, id))!) }
  })
}

/** Throws no-snippet (404), missing-privilege (403). */
async function remove({ database }: CommonParts, request: RouteRequest): Promise<RouteReply> {
  const caller = request.caller!
  demandAction(caller, 'delete')
  return database.db.transaction().execute(async (transaction) => {
    const { id, level, name } = await demandSnippet(transaction, request)
    demandWritableLevel(caller, level)
    await deleteSnippet(transaction, id)
    await record(transaction, id, name)
    return { body: undefined }
  })
}

async function record(transaction: Db, id: number, name: string): Promise<void> {
  await recordChange(transaction, { area: 'common-resources', entityId: `snippet ${id}`, entityName: name })
}

/** Throws no-snippet (404). */
async function demandSnippet(db: Db, { caller, params }: RouteRequest): Promise<Snippet> {
  const text = params['id'] ?? ''
  const id = parseId(text)
  const snippet = id === undefined ? undefined : await findSnippet(db, caller!, id)
  if (snippet === undefined) throw createError('no-snippet', { params: { id: text.slice(0, 40) } })
  return snippet
}

/** Without a level: the one that it has, else the highest that the caller may write, else the account's. Throws invalid-body (400). */
function readSnippet(request: RouteRequest, former?: SnippetLevel): SnippetValues {
  const { name, description, snippetType, level, body: script } = readBody<SentSnippet>(request)
  const highest = mayWriteLevel(request.caller!, 'organization') ? 'organization' : 'account'
  const chosen = level == null ? (former ?? highest) : levels.find((each) => each === level.toLowerCase())
  if (chosen === undefined) throw createError('invalid-body', { params: { reason: `level: expected one of ${levels.join(', ')}` } })
  return { name, body: script, description: description ?? null, snippetType: snippetType ?? null, level: chosen }
}

function show({ description, snippetType, ...snippet }: Snippet): object {
  return { ...snippet, ...(description !== null && { description }), ...(snippetType !== null && { snippetType }) }
}
