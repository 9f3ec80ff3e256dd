// Zoho's own part of the control surface: tokens without the consent page, bulk contacts, records, reset.
import { type Control, createCommonControls, readChoice, readCount, readTenant } from '../lib/control.ts'
import { issuePair } from '../lib/oauth/tokens.ts'
import { changeKnobs, type ZohoOptions } from './knobs.ts'
import { formatTokenReply, type Origins } from './oauth-rules.ts'
import { addContacts } from './seed/records.ts'
import { resetState, type State } from './state.ts'
import { readTable } from './tenant.ts'

/** The scopes of tokens issued without the consent page: all that the simulator knows. */
const allScopes =
  'ZohoCRM.modules.ALL,ZohoCRM.settings.ALL,ZohoCRM.users.ALL,ZohoCRM.org.ALL,ZohoCRM.coql.READ,ZohoSearch.securesearch.READ'

/** Every control call by its name. */
export function createControls(state: State, options: ZohoOptions, origins: Origins): Record<string, Control> {
  const { tokens, requests } = state
  return {
    ...createCommonControls({ tokens, requests, options, change: (body) => changeKnobs(options, body) }),
    'POST tokens': ({ body }) => {
      const tenant = readTenant(state, body['tenant'])
      const userId = String(body['userId'] ?? [...tenant.users.keys()][0])
      const grant = {
        clientId: String(body['clientId'] ?? options.clients[0]?.id),
        tenant: tenant.id,
        userId,
        scope: String(body['scope'] ?? allScopes),
      }
      return formatTokenReply(state, issuePair(tokens, options, { grant, kind: 'control' }), { options, origins })
    },
    'POST reset': () => {
      resetState(state)
      return {}
    },
    'POST contacts': ({ body }) => {
      const rows = addContacts(readTenant(state, body['tenant']), readCount(body['count']))
      return { count: rows.length, firstId: rows[0]?.id, lastId: rows.at(-1)?.id }
    },
    'GET records': ({ rest }) => {
      const [tenantId, name, id] = rest
      const tenant = readTenant(state, tenantId)
      const table = readTable(tenant, readChoice(name, [...tenant.modules.keys()]))
      return id === undefined ? table.list.map((row) => row.values) : (table.rows.get(id)?.values ?? null)
    },
  }
}
