// HubSpot's own part of the control surface: tokens without the consent page, bulk contacts, records, reset.
import { type Control, createCommonControls, readChoice, readCount } from '../lib/control.ts'
import { KnobError } from '../lib/knobs.ts'
import { issuePair } from '../lib/oauth/tokens.ts'
import { changeKnobs, type HubspotOptions } from './knobs.ts'
import { formatTokenReply } from './oauth-rules.ts'
import { allScopes } from './objects/object-types.ts'
import type { Portal } from './portal.ts'
import { addContacts } from './seed/people.ts'
import { resetState, type State } from './state.ts'

/** Every control call by its name. */
export function createControls(state: State, options: HubspotOptions): Record<string, Control> {
  const { tokens, requests } = state
  return {
    ...createCommonControls({ tokens, requests, options, change: (body) => changeKnobs(options, body) }),
    'POST tokens': ({ body }) => {
      const portal = readPortal(state, body['tenant'])
      const clientId = String(body['clientId'] ?? options.clients[0]?.id)
      const scope = String(body['scope'] ?? allScopes.join(' '))
      const grant = { clientId, tenant: portal.id, userId: String(body['userId'] ?? portal.users[0]?.id), scope }
      return formatTokenReply(issuePair(tokens, options, { grant, kind: 'control' }), options)
    },
    'POST reset': () => {
      resetState(state)
      return {}
    },
    'POST contacts': ({ body }) => {
      const records = addContacts(readPortal(state, body['tenant']), readCount(body['count']))
      return { count: records.length, firstId: records[0]?.id, lastId: records.at(-1)?.id }
    },
    'GET records': ({ rest }) => {
      const [portalId, name, id] = rest
      const { tables } = readPortal(state, portalId)
      const table = tables[readChoice(name, Object.keys(tables))]
      return id === undefined ? table?.living : (table?.byId.get(id) ?? null)
    },
  }
}

function readPortal(state: State, id: unknown): Portal {
  const portal = id === undefined ? [...state.tenants.values()][0] : state.tenants.get(String(id))
  if (!portal) throw new KnobError(`tenant: one of ${[...state.tenants.keys()].join(', ')}`)
  return portal
}
