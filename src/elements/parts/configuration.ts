/** Configuration items of an element (contract 2.5): addressed by key, shown as an object, with keys that nobody may add by hand. */
import Type from 'typebox'
import { createError } from '../../lib/errors.ts'
import type { Route, RouteReply, RouteRequest } from '../../lib/route.ts'
import type { ElementDocument } from '../document/element-document.ts'
import { checkChoice, optionalFlag, optionalText, orNull, text } from './body-schema.ts'
import { adoptParts, dropNulls, type Holder, openParts, type Part, pickManaged, pickSent, readParts } from './part.ts'
import { type PartEditing, readBody } from './part-routes.ts'

const path = '/elements/:keyOrId/configuration'

const itemTypes = [
  ...['TEXTFIELD_32', 'TEXTFIELD_64', 'TEXTFIELD_128', 'TEXTFIELD_1000', 'TEXTAREA', 'BOOLEAN', 'BOOLEAN_YESNO', 'PASSWORD'],
  ...['COMBO', 'CODE_EDITOR', 'HIDDEN'],
]

/** They come with the authentication, the properties, the events and the bulk settings of an element. */
const reservedKeys =
  /^(oauth\..*|bulk\..*|event\..*|username|password|base\.url|pagination\.(type|max|page\.startindex)|aws\.(api\.key|api\.secret|region)|expires|expires_in)$/

const itemSchema = Type.Object({
  name: Type.String({ minLength: 1 }),
  key: Type.String({ minLength: 1 }),
  type: text,
  description: optionalText,
  defaultValue: orNull(Type.Union([Type.String(), Type.Number(), Type.Boolean()])),
  active: optionalFlag,
  internal: optionalFlag,
  hideFromConsole: optionalFlag,
  required: optionalFlag,
  displayOrder: orNull(Type.Number()),
  groupName: optionalText,
  options: orNull(Type.Array(Type.Object({ value: text, description: optionalText }))),
})
const replacementSchema = Type.Object({ ...itemSchema.properties, key: optionalText })
const wholeSchema = Type.Object({ configuration: Type.Array(itemSchema) })

const defaults = {
  active: true,
  internal: false,
  hideFromConsole: false,
  required: false,
  resellerConfig: false,
  companyConfig: false,
  groupControl: false,
  displayOrder: 100,
}

/** The routes of the configuration of an element; `PUT …/configurations` takes a whole element and replaces all of its items. */
export function createConfigurationRoutes({ editor }: Pick<PartEditing, 'editor'>): Route[] {
  const edit = async <T>({ caller, params }: RouteRequest, change: (items: Part[], key: string) => T): Promise<T> =>
    editor.edit(caller!, params['keyOrId'] ?? '', (draft) => change(openParts(draft, 'configuration'), params['configurationKey'] ?? ''))
  return [
    {
      method: 'GET',
      path,
      access: 'public',
      handle: async ({ caller, params }) => showAll((await editor.read(caller, params['keyOrId'] ?? '')).document),
    },
    {
      method: 'POST',
      path,
      access: 'caller',
      body: itemSchema,
      handle: async (request) => {
        const item = prepareItem(pickSent(readBody(request)))
        const key = String(item['key'])
        if (reservedKeys.test(key)) throw createError('configuration-reserved', { params: { key } })
        const added = await edit(request, (items) => {
          if (items.some((each) => each['key'] === key)) throw createError('configuration-exists', { params: { key } })
          items.push(item)
          return item
        })
        return { body: showItem(added) }
      },
    },
    {
      method: 'PUT',
      path: `${path}/:configurationKey`,
      access: 'caller',
      body: replacementSchema,
      handle: async (request) => {
        const replaced = await edit(request, (items, key) => {
          const before = demandItem(items, key)
          const sent = pickSent(readBody(request))
          if (sent['key'] != null && sent['key'] !== key) refuseKey(key)
          const item = { ...prepareItem({ ...sent, key }), ...pickManaged(before) }
          items[items.indexOf(before)] = item
          return item
        })
        return { body: showItem(replaced) }
      },
    },
    {
      method: 'DELETE',
      path: `${path}/:configurationKey`,
      access: 'caller',
      handle: async (request) => {
        await edit(request, (items, key) => {
          items.splice(items.indexOf(demandItem(items, key)), 1)
        })
        return { body: undefined }
      },
    },
    {
      method: 'PUT',
      path: '/elements/:keyOrId/configurations',
      access: 'caller',
      body: wholeSchema,
      handle: async (request) => {
        const sent = readBody(request)['configuration'] as Holder[]
        return showAll(
          await editor.edit(request.caller!, request.params['keyOrId'] ?? '', (draft, { document }) => {
            const items = openParts(draft, 'configuration')
            items.splice(0, items.length, ...adoptParts(sent, [...items]).map(prepareItem))
            return { ...document, configuration: items as unknown as ElementDocument['configuration'] }
          }),
        )
      },
    },
  ]
}

function refuseKey(key: string): never {
  throw createError('invalid-body', { params: { reason: `key: expected ${key}, as in the path; a key cannot be changed` } })
}

/** Throws no-configuration-key (404). */
function demandItem(items: Part[], key: string): Part {
  const item = items.find((each) => each['key'] === key)
  if (item === undefined) throw createError('no-configuration-key', { params: { key } })
  return item
}

/** Contract 1.12: defaults are strings, whatever type was sent. */
function prepareItem(sent: Part): Part {
  const { defaultValue } = sent
  return {
    ...defaults,
    ...dropNulls(sent),
    type: checkChoice('type', sent['type'], itemTypes),
    ...(defaultValue == null ? {} : { defaultValue: String(defaultValue) }),
  }
}

function showAll({ configuration, authentication }: Pick<ElementDocument, 'configuration' | 'authentication'>): RouteReply {
  return { body: { configuration: readParts({ configuration }, 'configuration').map(showItem), authentication } }
}

function showItem({ id, message: _message, ...item }: Part): Holder {
  return dropNulls({ id, ...item })
}
