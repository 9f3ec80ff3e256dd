/** The routes of documentation (contract 2.2, 2.11): of elements and hubs for everybody, of the platform, of instances for their account. */
import { demandElement, type ElementFinder } from '../elements/catalog/finder.ts'
import type { Hub } from '../elements/catalog/hubs.ts'
import type { CompiledElement } from '../elements/compile/compiled.ts'
import type { HubInstance } from '../hub/hub-instance.ts'
import { createError } from '../lib/errors.ts'
import { parseId } from '../lib/ids.ts'
import type { QueryParameter } from '../lib/query-parameters.ts'
import { readSwitch, readText } from '../lib/query-values.ts'
import type { Route, RouteReply, RouteRequest } from '../lib/route.ts'
import { documentParameters, elementParameters, elementVersion, operationParameters, placedParameters } from './asked-parameters.ts'
import { createClientSdkRoutes } from './client-sdk/routes.ts'
import { describeHub } from './describe-hub.ts'
import { describeLoopback } from './describe-loopback.ts'
import { addMapped } from './describe-mapped.ts'
import { describePlatform } from './describe-platform.ts'
import type { ApiDescription } from './description.ts'
import { demandOperation, pickOperation, writeDefinitions, writeDocument, writeSwaggerDocument } from './documents.ts'
import { type Discovered, describeInstance, listObjects } from './instance-docs.ts'
import { addCustomFields, type ObjectDocsParts } from './object-docs.ts'

export interface DocsParts extends ObjectDocsParts {
  readonly catalog: ElementFinder
  readonly hubs: readonly Hub[]
  /** Every route that the server mounts. */
  readonly listRoutes: () => readonly Route[]
  /** The instance of an id, whoever's it is. */
  readonly resolveInstance: (id: number) => Promise<HubInstance | undefined>
}

/** The routes. */
export function createDocsRoutes(parts: DocsParts): Route[] {
  return [
    ...createElementDocsRoutes(parts),
    ...createClientSdkRoutes(parts),
    {
      method: 'GET',
      path: '/docs/all_platform',
      access: 'public',
      query: documentParameters,
      handle: (request) => reply(describePlatform(parts.listRoutes()), request),
    },
    { method: 'GET', path: '/docs/:hub', access: 'public', query: documentParameters, handle: (request) => showHub(parts, request) },
    ...bothForms('/docs', elementParameters, (request) => showInstance(parts, request)),
    ...bothForms('/docs/:operationId', operationParameters, (request) => showOperation(parts, request)),
    ...bothForms('/docs/:operationId/definitions', operationParameters, (request) => showDefinitions(parts, request)),
  ]
}

function createElementDocsRoutes({ catalog, documents }: DocsParts): Route[] {
  const one = (
    path: string,
    query: readonly QueryParameter[],
    show: (element: CompiledElement, request: RouteRequest) => Promise<RouteReply>,
  ): Route => ({
    method: 'GET',
    path: `/elements/:keyOrId${path}`,
    access: 'public',
    query,
    handle: async (request) => show(await demandElement(catalog, request.params['keyOrId'] ?? '', request.caller), request),
  })
  return [
    one('/docs', elementParameters, async (element, request) =>
      reply(describeAsked(await documents.describe(element, request.query), request), request),
    ),
    one('/lbdocs', [elementVersion, ...placedParameters], async (element, request) => {
      const document = writeSwaggerDocument(await documents.describe(element, request.query), askedOf(request))
      return { body: describeLoopback(document) }
    }),
    one('/versions', [], async (element) => ({ body: await documents.listVersions(element) })),
  ]
}

/** The document of a hub; one that is only a name of elements has what is generic. Throws no-hub (404). */
async function showHub({ hubs, catalog }: DocsParts, request: RouteRequest): Promise<RouteReply> {
  const key = request.params['hub'] ?? ''
  const hub = hubs.find((each) => each.key === key)
  if (hub !== undefined) return reply(describeHub(hub), request)
  const isUsed = (await catalog.list(request.caller)).some((element) => element.hub === key)
  if (!isUsed) throw createError('no-hub', { params: { key } })
  return reply(describeHub({ name: key, resources: [] }), request)
}

async function showInstance(parts: DocsParts, request: RouteRequest): Promise<RouteReply> {
  const instance = await demandInstance(parts, request)
  const { description, headers } = await describeInstance(parts, { instance, query: request.query })
  return { ...reply(describeAsked(description, request), request), headers }
}

async function showOperation(parts: DocsParts, request: RouteRequest): Promise<RouteReply> {
  const { description, headers } = await describeOperation(parts, request)
  return { ...reply(description, request), headers }
}

async function showDefinitions(parts: DocsParts, request: RouteRequest): Promise<RouteReply> {
  const { description, headers } = await describeOperation(parts, request)
  return { body: writeDefinitions(description, request.query), headers }
}

/** One operation of an instance's element, with the vendor-defined fields of its object apart where `discovery` asks for them. */
async function describeOperation(parts: DocsParts, request: RouteRequest): Promise<Discovered> {
  const instance = await demandInstance(parts, request)
  const { element } = instance.call
  const id = request.params['operationId'] ?? ''
  const described = addMapped(await parts.documents.describe(element, request.query), await parts.listMapped(instance))
  const found = demandOperation(described, id)
  const whole = await describeInstance(parts, { instance, query: request.query }, listObjects(element, found))
  const description = pickOperation(whole.description, id)
  const name = found.operation.tags[0] ?? ''
  if (!readSwitch(request.query, 'discovery') || !Object.hasOwn(element.objects, name)) return { ...whole, description }
  const more = await addCustomFields(parts, { instance, name, description })
  return { description: more.description, headers: { ...more.headers, ...whole.headers } }
}

/** `/instances/{id}…` for the account, `/instances…` for who holds the Element token (trap 13). */
function bothForms(path: string, query: readonly QueryParameter[], handle: Route['handle']): Route[] {
  return [
    { method: 'GET', path: `/instances/:id${path}`, access: 'caller', query, handle },
    { method: 'GET', path: `/instances${path}`, access: 'instance', query, handle },
  ]
}

/** Throws no-instance (404): unknown, or of another account; which of them is not told. */
async function demandInstance({ resolveInstance }: DocsParts, { params, instanceId, caller }: RouteRequest): Promise<HubInstance> {
  const id = params['id'] === undefined ? instanceId : parseId(params['id'])
  const instance = id === undefined ? undefined : await resolveInstance(id)
  if (instance === undefined || instance.organizationId !== caller?.organizationId || instance.accountId !== caller.accountId) {
    throw createError('no-instance', { params: { id: params['id'] ?? String(id) } })
  }
  return instance
}

function describeAsked(description: ApiDescription, { query }: RouteRequest): ApiDescription {
  const id = readText(query, 'operationId')
  return id === undefined ? description : pickOperation(description, id)
}

function reply(description: ApiDescription, request: RouteRequest): RouteReply {
  return { body: writeDocument(description, askedOf(request)) }
}

function askedOf({ query, headers }: RouteRequest) {
  return { query, host: headers['host'] }
}
