// Salesforce's own part of the control surface: tokens without the consent page, bulk contacts, records, reset.
import { type Control, createCommonControls, readChoice, readCount, readTenant } from '../lib/control.ts'
import { issuePair } from '../lib/oauth/tokens.ts'
import { changeKnobs, type SalesforceOptions } from './knobs.ts'
import { formatTokenReply, type Origins } from './oauth-rules.ts'
import { addContacts } from './seed/people.ts'
import { resetState, type State } from './state.ts'
import { readTable } from './tenant.ts'

/** Every control call by its name. */
export function createControls(state: State, options: SalesforceOptions, origins: Origins): Record<string, Control> {
  const { tokens, requests } = state
  return {
    ...createCommonControls({ tokens, requests, options, change: (body) => changeKnobs(options, body) }),
    'POST tokens': ({ body }) => {
      const tenant = readTenant(state, body['tenant'])
      const grant = {
        clientId: String(body['clientId'] ?? options.clients[0]?.id),
        tenant: tenant.id,
        userId: String(body['userId'] ?? readTable(tenant, 'User').list[0]?.id),
        scope: String(body['scope'] ?? 'refresh_token web api id'),
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
      const table = readTable(tenant, readChoice(name, [...tenant.tables.keys()]))
      return id === undefined ? table.list.map((row) => row.values) : (table.rows.get(id)?.values ?? null)
    },
  }
}
