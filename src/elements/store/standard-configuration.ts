/** The configuration items that every new element gets for its authentication, its paging and its events (contract 2.3, where it lists them). */
import { clientCredentialsTypes } from '../document/authentication-type-names.ts'
import type { DraftDocument } from './editor.ts'

/** Key, type, then which of internal (i), hidden from the console (h), required (r) are true, name, default value. */
type Row = readonly [key: string, type: string, flags: string, name: string, defaultValue?: string]

const everyElement: readonly Row[] = [
  ['pagination.max', 'TEXTFIELD_32', 'h', 'Largest page size', '100'],
  ['pagination.type', 'TEXTFIELD_32', 'h', 'Pagination type'],
  ['event.vendor.type', 'TEXTFIELD_32', 'ih', 'Event type', 'webhook'],
  ['event.notification.instance.finder', 'TEXTFIELD_64', 'h', 'Event notification instance finder'],
  ['event.notification.enabled', 'BOOLEAN', '', 'Event notifications enabled', 'false'],
  ['event.notification.callback.url', 'TEXTFIELD_128', '', 'Event notification callback URL'],
  ['filter.response.nulls', 'BOOLEAN', '', 'Leave null values out of responses', 'true'],
]

const oauth: readonly Row[] = [
  ['oauth.api.key', 'TEXTFIELD_128', 'hr', 'OAuth API key'],
  ['oauth.api.secret', 'TEXTFIELD_128', 'hr', 'OAuth API secret'],
  ['oauth.callback.url', 'TEXTFIELD_1000', 'hr', 'OAuth callback URL'],
  ['oauth.authorization.url', 'TEXTFIELD_1000', 'ihr', 'OAuth authorization URL'],
  ['oauth.token.url', 'TEXTFIELD_1000', 'ihr', 'OAuth token URL'],
  ['oauth.user.token', 'TEXTFIELD_32', 'ih', 'OAuth access token'],
]

const oauth2: readonly Row[] = [
  ...oauth,
  ['oauth.scope', 'TEXTFIELD_64', 'h', 'OAuth scope'],
  ['oauth.token.refresh_url', 'TEXTFIELD_1000', 'ih', 'OAuth refresh URL'],
  ['oauth.token.revoke_url', 'TEXTFIELD_1000', 'ih', 'OAuth revocation URL'],
  ['oauth.user.refresh_token', 'TEXTFIELD_64', 'ih', 'OAuth refresh token'],
  ['oauth.user.refresh_time', 'TEXTFIELD_64', 'ih', 'OAuth refresh time'],
  ['oauth.user.refresh_interval', 'TEXTFIELD_32', 'ih', 'OAuth refresh interval (s)', '3600'],
  ['oauth.basic.header', 'BOOLEAN', 'h', 'OAuth client in a Basic header', 'true'],
]

const login: readonly Row[] = [
  ['username', 'TEXTFIELD_32', 'r', 'User name'],
  ['password', 'PASSWORD', 'r', 'Password'],
]

const byAuthentication: Readonly<Record<string, readonly Row[]>> = {
  oauth1: [
    ...oauth,
    ['oauth.request.url', 'TEXTFIELD_128', 'hr', 'OAuth request token URL'],
    ['oauth.user.token.secret', 'TEXTFIELD_128', 'ihr', 'OAuth token secret'],
  ],
  oauth2,
  oauth2Password: [...oauth2, ...login],
  ...Object.fromEntries(clientCredentialsTypes.map((type) => [type, oauth2])),
  basic: login,
  awsv4: [
    ['aws.api.key', 'TEXTFIELD_128', 'r', 'AWS access key id'],
    ['aws.api.secret', 'PASSWORD', 'r', 'AWS secret access key'],
    ['aws.region', 'TEXTFIELD_32', 'r', 'AWS region'],
  ],
  custom: [
    ['authentication.time', 'TEXTFIELD_32', 'ih', 'Time of authentication'],
    ['expires_in', 'TEXTFIELD_32', 'h', 'Seconds until the authentication expires'],
  ],
}

/** Adds, in place, the items that are not there yet. */
export function addStandardConfiguration(draft: DraftDocument): void {
  const present = new Set(draft.configuration.map(({ key }) => key))
  const rows = [...everyElement, ...(byAuthentication[draft.authentication.type] ?? [])]
  draft.configuration.push(...rows.filter(([key]) => !present.has(key)).map((row) => createItem(row, draft)))
}

/** Resources that stand in for the token endpoint (contract 4.5). */
const tokenResources: readonly (string | undefined)[] = ['oauthOnTokenExchange', 'oauth2Password']

/** Nobody has to name the endpoint in whose place the element has a resource of its own. */
function isNeedless(key: string, { resources }: DraftDocument): boolean {
  return key === 'oauth.token.url' && resources.some(({ type }) => tokenResources.includes(type ?? undefined))
}

function createItem([key, type, flags, name, defaultValue]: Row, draft: DraftDocument): DraftDocument['configuration'][number] {
  return {
    name,
    key,
    description: name,
    ...(defaultValue === undefined ? {} : { defaultValue }),
    type,
    active: true,
    internal: flags.includes('i'),
    hideFromConsole: flags.includes('h'),
    required: flags.includes('r') && !isNeedless(key, draft),
  }
}
