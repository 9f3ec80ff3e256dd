/** The five routes that every kind of part has: list, add, read, replace, remove. What is special to a kind is a value. */
import type { Caller } from '../../lib/caller.ts'
import type { Clock } from '../../lib/clock.ts'
import type { Route, RouteRequest } from '../../lib/route.ts'
import type { ElementDocument } from '../document/element-document.ts'
import type { ElementEditor, StoredElement } from '../store/editor.ts'
import { demandPart, dropNulls, type Holder, openParts, type Part, pickManaged, pickSent, readParts, writeDate } from './part.ts'

export interface PartEditing {
  readonly editor: ElementEditor
  readonly clock: Clock
}

type Params = RouteRequest['params']

/** What a rule of a kind may look at. */
export interface Change {
  readonly whole: StoredElement
  readonly caller: Caller
  readonly holder: object
  /** The part that is replaced; absent when one is added. */
  readonly before?: Part
  readonly now: string
}

export interface PartKind {
  /** `/elements/:keyOrId/hooks` */
  readonly path: string
  /** Name of the path parameter with the id of one. */
  readonly idName: string
  /** As messages say it: `hook`. */
  readonly noun: string
  /** Where the list stands in what holds it. */
  readonly member: string
  /** TypeBox schema of the body. */
  readonly body: object
  /** Members that clients see although the document does not say them. */
  readonly defaults?: Holder
  /** Whether it carries createdDate and updatedDate (contract 2.6). */
  readonly dated?: true
  /** Whether it names the account that made it; what the store gives an owner anyway does not say so. */
  readonly owned?: true
  /** Finds what holds the list; default: the element itself. Throws no-record (404). */
  readonly findHolder?: (document: Holder, params: Params) => object
  /** A body → the part to be stored, without what the platform keeps: defaults and rules of the kind. Throws what it refuses. */
  readonly prepare: (sent: Part, change: Change) => Part
  /** Follows other parts after a change; `part` is absent when one was removed. */
  readonly settle?: (change: Change, part?: Part) => void
  /** Members that say what the part belongs to (`resourceId`). */
  readonly describe?: (element: ElementDocument, params: Params, holder: object) => Holder
  /** What a list with `accountOnly=true` keeps; absent: such a list does not know the parameter. */
  readonly selectOwn?: (parts: readonly Part[], whole: StoredElement) => readonly Part[]
  /** The members of a part that clients see; default: all. */
  readonly show?: (part: Part, holder: object) => Holder
}

/** The routes of a kind. All answer 200; a removal has no body (contract 1.7). */
export function createPartRoutes({ editor, clock }: PartEditing, kind: PartKind): Route[] {
  const { path, noun, member } = kind
  const one = `${path}/:${kind.idName}`
  const findHolder = kind.findHolder ?? ((document: Holder) => document)
  const read = async ({ caller, params }: RouteRequest) => {
    const whole = await editor.read(caller, params['keyOrId'] ?? '')
    const holder = findHolder(whole.document as unknown as Holder, params)
    return { whole, holder, parts: readParts(holder, member) }
  }
  const show = (whole: StoredElement, params: Params, holder: object) => (part: Part) => {
    // A member of that name would look like an error (contract 1.6); it is kept, and an export has it.
    const { id, message: _message, ...rest } = kind.show?.(part, holder) ?? part
    return dropNulls({ id, ...kind.defaults, ...dropNulls(rest), ...kind.describe?.(whole.document, params, holder) })
  }
  /** The change sees the list and gives the part to be shown, which has its id when all is stored. */
  const edit = async (request: RouteRequest, act: (change: Change, parts: Part[]) => Part | undefined) => {
    const caller = request.caller!
    const { params } = request
    const shown = await editor.edit(caller, params['keyOrId'] ?? '', (draft, whole) => {
      const document = draft as unknown as Holder
      const holder = findHolder(document, params)
      const part = act({ whole, caller, holder, now: writeDate(clock()) }, openParts(holder, member))
      return { part, whole, holder }
    })
    return { body: shown.part && show(shown.whole, params, shown.holder)(shown.part) }
  }
  const stamp = ({ caller, now, before }: Change): Part => ({
    ...(kind.owned && { ownerAccountId: caller.accountId }),
    ...(kind.dated && { createdDate: now }),
    ...(before && pickManaged(before)),
    ...(kind.dated && { updatedDate: now }),
  })
  return [
    {
      method: 'GET',
      path,
      access: 'public',
      ...(kind.selectOwn !== undefined && {
        query: [{ name: 'accountOnly', description: 'Only what the account has added', type: 'boolean' }] as const,
      }),
      handle: async (request) => {
        const { whole, holder, parts } = await read(request)
        const kept = kind.selectOwn !== undefined && request.query['accountOnly'] === 'true' ? kind.selectOwn(parts, whole) : parts
        const body = kept.map(show(whole, request.params, holder))
        return { headers: { 'Elements-Returned-Count': String(body.length) }, body }
      },
    },
    {
      method: 'POST',
      path,
      access: 'caller',
      body: kind.body,
      handle: (request) =>
        edit(request, (change, parts) => {
          const part = { ...kind.prepare(pickSent(readBody(request)), change), ...stamp(change) }
          parts.push(part)
          kind.settle?.(change, part)
          return part
        }),
    },
    {
      method: 'GET',
      path: one,
      access: 'public',
      handle: async (request) => {
        const { whole, holder, parts } = await read(request)
        return { body: show(whole, request.params, holder)(demandPart(parts, noun, request.params[kind.idName])) }
      },
    },
    {
      method: 'PUT',
      path: one,
      access: 'caller',
      body: kind.body,
      handle: (request) =>
        edit(request, (before, parts) => {
          const part = demandPart(parts, noun, request.params[kind.idName])
          const change = { ...before, before: part }
          return replacePart(parts, change, { ...kind.prepare(pickSent(readBody(request)), change), ...stamp(change) })
        }),
    },
    {
      method: 'DELETE',
      path: one,
      access: 'caller',
      handle: (request) =>
        edit(request, (change, parts) => {
          const part = demandPart(parts, noun, request.params[kind.idName])
          parts.splice(parts.indexOf(part), 1)
          kind.settle?.({ ...change, before: part })
          return undefined
        }),
    },
  ]

  function replacePart(parts: Part[], change: Change & { before: Part }, part: Part): Part {
    parts[parts.indexOf(change.before)] = part
    kind.settle?.(change, part)
    return part
  }
}

/** The object of a request whose body has passed its schema. */
export function readBody({ body }: Pick<RouteRequest, 'body'>): Holder {
  return (body.kind === 'json' ? body.value : {}) as Holder
}
