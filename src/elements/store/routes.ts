/** The routes that change elements as wholes, and those that hand them over: export, clone, grants (contract 2.2, 2.3). */
import Type from 'typebox'
import type { Caller } from '../../lib/caller.ts'
import { readText } from '../../lib/query-values.ts'
import { callerOf } from '../../lib/read-request.ts'
import type { Route, RouteReply, RouteRequest } from '../../lib/route.ts'
import { showElement } from '../catalog/summarize.ts'
import type { Json } from '../document/document-parts.ts'
import { changeElement, type Merge, mergeMembers, removeElement, replaceMembers } from './change-element.ts'
import { cloneElement } from './clone-element.ts'
import type { EditorParts } from './create-editor.ts'
import { createElement } from './create-element.ts'
import type { ElementEditor } from './editor.ts'
import { exportElement } from './export-element.ts'
import { changeGrant, listGrants } from './grants.ts'

export interface StoreRouteParts extends EditorParts {
  readonly editor: ElementEditor
}

/** What is in it the store checks and says better. */
const anyObject = Type.Object({})

/** The routes; every success is 200 (contract 1.7). */
export function createStoreRoutes(parts: StoreRouteParts): Route[] {
  const change = (method: 'PUT' | 'PATCH', merge: Merge): Route => ({
    method,
    path: '/elements/:keyOrId',
    access: 'caller',
    body: anyObject,
    handle: async (request) => ({
      body: showElement(await changeElement(parts, nameElement(request), { body: readBody(request), merge })),
    }),
  })
  const toggle = (method: 'PUT' | 'DELETE', active: boolean): Route => ({
    method,
    path: '/elements/:keyOrId/active',
    access: 'caller',
    async handle(request) {
      await changeElement(parts, nameElement(request), { body: { active }, merge: mergeMembers })
      return { body: undefined }
    },
  })
  const grant = (method: 'PUT' | 'DELETE', isGranted: boolean): Route => ({
    method,
    path: '/elements/:keyOrId/accounts/:accountId',
    access: 'caller',
    async handle(request) {
      const { caller, keyOrId } = nameElement(request)
      await changeGrant(parts, caller, { keyOrId, accountId: request.params['accountId'] ?? '', isGranted })
      return { body: undefined }
    },
  })
  const on = (method: 'GET' | 'POST' | 'DELETE', path: string, act: (caller: Caller, keyOrId: string) => Promise<RouteReply>): Route => ({
    method,
    path: `/elements/:keyOrId${path}`,
    access: 'caller',
    handle: (request) => {
      const { caller, keyOrId } = nameElement(request)
      return act(caller, keyOrId)
    },
  })
  return [
    {
      method: 'POST',
      path: '/elements',
      access: 'caller',
      body: anyObject,
      handle: async (request) => ({ body: showElement(await createElement(parts, callerOf(request), readBody(request))) }),
    },
    change('PUT', replaceMembers),
    change('PATCH', mergeMembers),
    toggle('PUT', true),
    toggle('DELETE', false),
    grant('PUT', true),
    grant('DELETE', false),
    on('DELETE', '', async (caller, keyOrId) => {
      await removeElement(parts, caller, keyOrId)
      return { body: undefined }
    }),
    on('POST', '/clone', async (caller, keyOrId) => ({ body: showElement(await cloneElement(parts, caller, keyOrId)) })),
    on('GET', '/accounts', async (caller, keyOrId) => ({ body: await listGrants(parts, caller, keyOrId) })),
    {
      method: 'GET',
      path: '/elements/:keyOrId/export',
      access: 'caller',
      query: [
        { name: 'extendedOnly', description: 'Only what the account has added', type: 'boolean' },
        { name: 'octet', description: 'false: without what the original does not know', type: 'boolean' },
      ],
      async handle(request) {
        const { caller, keyOrId } = nameElement(request)
        parts.demandPrivilege(caller, 'viewElements')
        const isSet = (name: string, value: string) => readText(request.query, name) === value
        const options = { extendedOnly: isSet('extendedOnly', 'true'), withoutOctet: isSet('octet', 'false') }
        return { body: exportElement(await parts.editor.read(caller, keyOrId), options) }
      },
    },
  ]
}

function nameElement(request: RouteRequest): { caller: Caller; keyOrId: string } {
  return { caller: callerOf(request), keyOrId: request.params['keyOrId'] ?? '' }
}

/** Its schema makes it an object. */
function readBody({ body }: RouteRequest): Json {
  return (body as { readonly value: Json }).value
}
