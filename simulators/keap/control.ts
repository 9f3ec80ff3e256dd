// Keap's own part of the control surface: tokens without the consent page, bulk contacts, records, reset.
import { type Control, createCommonControls, readChoice, readCount, readTenant } from '../lib/control.ts'
import { issuePair } from '../lib/oauth/tokens.ts'
import { changeKnobs, type KeapOptions } from './knobs.ts'
import { formatTokenReply } from './oauth-rules.ts'
import { addContacts } from './seed/contacts.ts'
import { resetState, type State } from './state.ts'
import { listRows, tableNames } from './tenant.ts'
import type { Hooks } from './v1/hook-delivery.ts'

/** Every control call by its name. */
export function createControls(state: State, options: KeapOptions, hooks: Hooks): Record<string, Control> {
  const { tokens, requests } = state
  return {
    ...createCommonControls({ tokens, requests, options, change: (body) => changeKnobs(options, body) }),
    'POST tokens': ({ body }) => {
      const tenant = readTenant(state, body['tenant']).id
      const clientId = String(body['clientId'] ?? options.clients[0]?.id)
      const grant = { clientId, tenant, userId: String(body['userId'] ?? '1'), scope: 'full' }
      return formatTokenReply(issuePair(tokens, options, { grant, kind: 'control' }), options)
    },
    'POST reset': () => {
      resetState(state)
      hooks.clear()
      return {}
    },
    'POST contacts': ({ body }) => {
      const rows = addContacts(readTenant(state, body['tenant']), readCount(body['count']))
      return { count: rows.length, firstId: rows[0]?.id, lastId: rows.at(-1)?.id }
    },
    'GET records': ({ rest }) => {
      const [tenantId, table, id] = rest
      const rows = readTenant(state, tenantId).tables[readChoice(table, tableNames)]
      return id === undefined ? listRows(rows) : (rows.rows.get(id) ?? null)
    },
  }
}
