// Pipedrive's own part of the control surface: tokens without the consent page, bulk persons, records, reset.
import { type Control, createCommonControls, readChoice, readCount, readTenant } from '../lib/control.ts'
import { issuePair } from '../lib/oauth/tokens.ts'
import { changeKnobs, type PipedriveOptions } from './knobs.ts'
import { formatTokenReply } from './oauth-rules.ts'
import { addPersons } from './seed/people.ts'
import { resetState, type State } from './state.ts'
import { listRows, tableNames } from './tenant.ts'

/** Every control call by its name. */
export function createControls(
  state: State,
  options: PipedriveOptions,
  server: { origin: () => string; stopHooks: () => void },
): Record<string, Control> {
  const { tokens, requests } = state
  return {
    ...createCommonControls({ tokens, requests, options, change: (body) => changeKnobs(options, body) }),
    'POST tokens': ({ body }) => {
      const tenant = readTenant(state, body['tenant'])
      const clientId = String(body['clientId'] ?? options.clients[0]?.id)
      const userId = String(body['userId'] ?? listRows(tenant.tables.users)[0]?.id)
      const grant = { clientId, tenant: tenant.id, userId, scope: String(body['scope'] ?? options.scopes) }
      return formatTokenReply(issuePair(tokens, options, { grant, kind: 'control' }), options, server.origin())
    },
    'POST reset': () => {
      resetState(state)
      server.stopHooks()
      return {}
    },
    'POST persons': ({ body }) => {
      const rows = addPersons(readTenant(state, body['tenant']), readCount(body['count']))
      return { count: rows.length, firstId: rows[0]?.id, lastId: rows.at(-1)?.id }
    },
    'GET records': ({ rest }) => {
      const [tenantId, table, id] = rest
      const { rows } = readTenant(state, tenantId).tables[readChoice(table, tableNames)]
      return id === undefined ? [...rows.values()] : (rows.get(/^\d+$/.test(id) ? Number(id) : id) ?? null)
    },
  }
}
