/** How an element can be authenticated (contract 2.2, 4.4): one way, or those among which the configuration item `authentication.type` chooses. */
import { createError } from '../../lib/errors.ts'
import type { Route } from '../../lib/route.ts'
import { clientCredentialsTypes } from '../document/authentication-type-names.ts'
import type { ConfigurationItem, ElementDocument } from '../document/element-document.ts'
import type { ElementEditor } from '../store/editor.ts'

const path = '/elements/:keyOrId/authentication-types'

export interface AuthenticationTypes {
  readonly defaultValue: string
  readonly options: readonly { readonly value: string; readonly description: string }[]
}

/** Configuration that belongs to a way to authenticate; keys of other ways are left out. */
const ownKeys: Readonly<Record<string, RegExp>> = {
  oauth1: /^oauth\./,
  oauth2: /^oauth\./,
  ...Object.fromEntries(clientCredentialsTypes.map((type) => [type, /^oauth\./])),
  oauth2Password: /^oauth\.|^(username|password)$/,
  basic: /^(username|password)$/,
  apiKey: /^(api\.?key|token)$/i,
  awsv4: /^aws\./,
}

/** The routes of the ways to authenticate. */
export function createAuthenticationTypeRoutes({ editor }: { editor: Pick<ElementEditor, 'read'> }): Route[] {
  return [
    {
      method: 'GET',
      path,
      access: 'public',
      handle: async ({ caller, params }) => {
        const { document } = await editor.read(caller, params['keyOrId'] ?? '')
        return { body: listAuthenticationTypes(document) }
      },
    },
    {
      method: 'GET',
      path: `${path}/:type/configurations`,
      access: 'public',
      handle: async ({ caller, params }) => {
        const { document } = await editor.read(caller, params['keyOrId'] ?? '')
        return { body: listConfigurations(document, params['type'] ?? '') }
      },
    },
  ]
}

/** The types of an element: the options of `authentication.type` and its default; without that item, the element's only type. */
export function listAuthenticationTypes({ authentication, configuration }: ElementDocument): AuthenticationTypes {
  const item = configuration.find(({ key }) => key === 'authentication.type')
  const defaultValue = item?.defaultValue || authentication.type
  const named = item?.options?.map(({ value, description }) => ({ value, description: description ?? value })) ?? []
  const isListed = named.some(({ value }) => value === defaultValue)
  return { defaultValue, options: isListed ? named : [{ value: defaultValue, description: defaultValue }, ...named] }
}

/** What a user gives to authenticate this way: no item of another way, none that the platform fills. Throws no-authentication-type (404). */
function listConfigurations(document: ElementDocument, type: string): object[] {
  const { options } = listAuthenticationTypes(document)
  if (!options.some(({ value }) => value === type)) throw createError('no-authentication-type', { params: { type } })
  const mine = ownKeys[type]
  const others = options.flatMap(({ value }) => (value === type ? [] : (ownKeys[value] ?? [])))
  const belongs = ({ key }: ConfigurationItem) => mine?.test(key) === true || !others.some((pattern) => pattern.test(key))
  return document.configuration.filter((item) => !item.internal && item.key !== 'authentication.type' && belongs(item)).map(showItem)
}

function showItem({ id, name, key, description, defaultValue, type, displayOrder, required, options }: ConfigurationItem): object {
  return {
    ...{ id, name, key, description: description ?? '', type, displayOrder: displayOrder ?? 100 },
    ...(defaultValue == null || type === 'PASSWORD' ? {} : { defaultValue }),
    required: required ?? false,
    options: options ?? [],
  }
}
