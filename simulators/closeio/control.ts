// Close's own part of the control surface: tokens without the consent page, bulk leads, records, reset.
import { type Control, createCommonControls, readChoice, readCount, readTenant } from '../lib/control.ts'
import { issuePair } from '../lib/oauth/tokens.ts'
import { type CloseioOptions, changeKnobs } from './knobs.ts'
import { formatTokenReply } from './oauth-rules.ts'
import { addLeads } from './seed/leads.ts'
import { resetState, type State } from './state.ts'
import { tableNames } from './tenant.ts'

/** Every control call by its name. `clear` drops deliveries that wait. */
export function createControls(state: State, options: CloseioOptions, clear: () => void): Record<string, Control> {
  const { tokens, requests } = state
  return {
    ...createCommonControls({ tokens, requests, options, change: (body) => changeKnobs(options, body) }),
    'POST tokens': ({ body }) => {
      const tenant = readTenant(state, body['tenant']).id
      const clientId = String(body['clientId'] ?? options.clients[0]?.id)
      const grant = { clientId, tenant, userId: String(body['userId'] ?? '1'), scope: 'all.full_access offline_access' }
      return formatTokenReply(state, issuePair(tokens, options, { grant, kind: 'control' }), options)
    },
    'POST reset': () => {
      resetState(state)
      clear()
      return {}
    },
    'POST leads': ({ body }) => {
      const rows = addLeads(readTenant(state, body['tenant']), readCount(body['count']))
      return { count: rows.length, firstId: rows[0]?.id, lastId: rows.at(-1)?.id }
    },
    'GET records': ({ rest }) => {
      const [tenantId, table, id] = rest
      const { order, rows } = readTenant(state, tenantId).tables[readChoice(table, tableNames)]
      return id === undefined ? order : (rows.get(id) ?? null)
    },
  }
}
