/** Target + request → what will be asked of the vendor: decided here, done in `run-plan`. */
import type { CompiledResource } from '../elements/compile/compiled.ts'
import { createError } from '../lib/errors.ts'
import type { HubRequest } from '../lib/hub-request.ts'
import { guardConfiguration } from './build-request.ts'
import { chooseValues } from './choose-values.ts'
import { createDraft } from './create-draft.ts'
import { interpolateUrl } from './interpolate.ts'
import { planImportedPaging } from './paging/imported.ts'
import type { ImportedPaging } from './paging/imported-paging.ts'
import { type PagingQuestion, planPaging } from './paging/plan-paging.ts'
import { applyParameters } from './parameters.ts'
import { planBody, takesBody } from './plan-body.ts'
import { type PreparedResource, prepareResource } from './prepare.ts'
import { type Incoming, readIncoming } from './read-incoming.ts'
import { describeWhere, readWhere } from './request-expression.ts'
import { type PlannedList, planList } from './search/plan-list.ts'
import { planSelection } from './select-fields.ts'
import type { CallSession } from './send.ts'
import type { Draft, Plan, Target } from './types.ts'

/** What a call to a resource is made of besides the client's request. */
export interface Planned {
  readonly asked: HubRequest
  /** What the resource before this one in a chain answered (contract 13.8). */
  readonly previous?: unknown
  /** Life-cycle calls (contract 12.4) bring values by name, and nothing is required of them. */
  readonly inputs?: Readonly<Record<string, string>>
}

/**
 * Plans a call. Throws 400: invalid-parameter, invalid-body, field-refused, parameter-required, the refusals of `where`, `orderBy` and paging;
 * 415 for a body that should be JSON; what the vendor answers when names of its own fields are needed for a write.
 */
export async function planVendorCalls(session: CallSession, target: Target, planned: Planned): Promise<Plan> {
  const asked = chooseValues(target.resource, planned.asked)
  const plain = prepareResource(target.resource)
  const renamed = plain.readsQueryAsWhere ? renameQuery(asked) : asked
  const needsReading = plain.readsFields || plain.showsBody
  const { request, fields } = needsReading ? await readIncoming(renamed, plain) : { request: renamed, fields: undefined }
  const notes: string[] = []
  const projected = planSelection(target.resource, request.query, session.configuration)
  const { resource, search, put } = await planList(session, target, { request, fields: projected, notes })
  const prepared = resource === target.resource ? plain : prepareResource(resource)
  const expression = prepared.readsExpression ? describeWhere(request.query) : undefined
  const imported = resource.isPlain ? planImported(session, { resource, prepared, request, notes }) : undefined
  const { pathParameters } = target
  const making: Making = { ...planned, resource, prepared, request, notes, imported, fields, pathParameters, put }
  const draft = await makeDraft(session, making)
  const base = {
    target: resource === target.resource ? target : { ...target, resource },
    draft,
    imported,
    request,
    previous: planned.previous,
    notes,
    expression,
    fields: projected,
    residual: search?.left,
  }
  const remake = prepared.readsConfiguration ? () => makeDraft(session, { ...making, notes: [] }) : undefined
  const isList = request.method === 'GET' && resource.paging !== undefined
  const isOrdered = search?.order !== undefined && search.order.length > 0
  const order = { isOrdered, isScanned: base.residual !== undefined }
  return { ...base, remake, paging: isList ? planPage(session, { resource, prepared, request, notes }, order) : undefined }
}

interface Planning {
  readonly resource: CompiledResource
  readonly prepared: PreparedResource
  readonly request: HubRequest
  readonly notes: string[]
}

interface Making extends Planning, Planned {
  readonly imported: ImportedPaging | undefined
  readonly fields: Incoming['fields']
  readonly pathParameters: Readonly<Record<string, string>>
  /** Puts what was planned for a list into a draft. */
  readonly put: PlannedList['put']
}

async function makeDraft(session: CallSession, making: Making): Promise<Draft> {
  const { resource, prepared, request, notes, imported, inputs, pathParameters } = making
  const guarded = guardConfiguration(session)
  const draft = createDraft(resource.vendorMethod, interpolateUrl(making.put?.vendorPath ?? resource.vendorPath, guarded), pathParameters)
  if (takesBody(request, prepared)) await planBody(session, { resource, prepared, request, draft, notes, fields: making.fields })
  applyParameters(draft, resource.parameters, {
    request,
    pathParameters,
    ...guarded,
    mapped: prepared.mapped,
    notes,
    previous: making.previous,
    fields: making.fields,
    ...(imported !== undefined && { computed: { ...noPage, ...imported.values } }),
    ...(inputs !== undefined && { isLenient: true, inputs }),
  })
  if (prepared.readsFields) draft.renamePart = (name) => prepared.partNames.get(name)
  if (inputs !== undefined && draft.template !== undefined) draft.tokens = { ...inputs, ...draft.tokens }
  if (imported !== undefined) addAll(draft, imported.query)
  if (resource.constantBody !== undefined) draft.json = { ...(draft.json as object | undefined), ...resource.constantBody }
  if (resource.bodyDefaults !== undefined) {
    if (resource.method === 'POST') checkSomething(request)
    draft.json = resource.bodyDefaults(draft.json)
  }
  making.put?.into(draft)
  return draft
}

/** What the element adds to a new record is no record: a client that says nothing is not answered with one. */
function checkSomething({ body }: HubRequest): void {
  const isNothing = body.kind === 'empty' || (body.kind === 'json' && Object.keys(body.value ?? {}).length === 0)
  if (isNothing) throw createError('invalid-body', { params: { reason: 'expected a JSON object with at least one field' } })
}

/** What stands for a paging value that is not sent, whatever the client said. */
const noPage = { page: undefined, pageSize: undefined, nextPage: undefined }

/** Old clients say `query` for `where` (contract 5.5 and 15); where both are sent, `where` counts. */
function renameQuery(request: HubRequest): HubRequest {
  const { query } = request
  if (request.method !== 'GET' || query['query'] === undefined || query['where'] !== undefined) return request
  return { ...request, query: { ...query, where: query['query'] } }
}

function addAll(draft: Draft, parameters: readonly (readonly [string, string])[]): void {
  for (const [name, value] of parameters) draft.query.push([name, value])
}

function planImported(session: CallSession, { resource, prepared, request, notes }: Planning): ImportedPaging | undefined {
  const isPaged = resource.parameters.some(({ name, type }) => type === 'query' && name in noPage)
  if (request.method !== 'GET' && !isPaged) return undefined
  const paging = planImportedPaging({
    resource,
    configuration: session.configuration,
    protocol: resource.protocol,
    query: request.query,
    hasHooks: prepared.hooks !== undefined,
    binding: bind(session, { resource, prepared, request }),
    tokenKey: session.instance.pageTokenKey,
  })
  if (paging.note !== undefined) notes.push(paging.note)
  if (!declares(resource, 'where') && readWhere(request.query) !== undefined) {
    notes.push('where is not applied: the resource has no such parameter')
  }
  return paging
}

function declares({ parameters }: CompiledResource, name: string): boolean {
  return parameters.some((parameter) => parameter.type === 'query' && parameter.name === name)
}

function planPage(
  session: CallSession,
  { resource, prepared, request, notes }: Planning,
  order: Pick<PagingQuestion, 'isOrdered' | 'isScanned'>,
): Plan['paging'] {
  if (resource.paging === undefined) return undefined
  const { paging, note } = planPaging({
    style: resource.paging,
    query: request.query,
    configuredMaximum: session.configuration['pagination.max'],
    tokenKey: session.instance.pageTokenKey,
    clock: session.parts.clock,
    binding: bind(session, { resource, prepared, request }),
    ...order,
  })
  if (note !== undefined) notes.push(note)
  return paging
}

/** Which list of which instance a token belongs to. */
function bind({ instance }: CallSession, { resource, prepared, request }: Omit<Planning, 'notes'>): string {
  const selected = prepared.selecting.map((name) => request.query[name] ?? null)
  return JSON.stringify([instance.id, resource.id, resource.variant, request.segments, selected])
}
