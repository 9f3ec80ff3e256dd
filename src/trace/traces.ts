/** Debug traces (contract 4.9): exchanges with a vendor that somebody asked to see, kept for a day, sealed, for the account that made them. */
import type { Clock } from '../lib/clock.ts'
import type { Egress } from '../lib/egress.ts'
import { createError } from '../lib/errors.ts'
import { createRequestId, isRequestId } from '../lib/ids.ts'
import type { Route } from '../lib/route.ts'
import type { SealerOf } from '../lib/sealing.ts'
import type { Database } from '../store/database.ts'
import { hideExchange, type ShownExchange } from './hide-exchange.ts'
import { createRecorder, type Exchange } from './record-exchanges.ts'
import { findTrace, insertTrace, placeOf, type TraceOwner } from './trace-store.ts'

export interface TracesParts {
  readonly database: Pick<Database, 'db'>
  readonly sealerOf: SealerOf
  readonly clock: Clock
}

export interface Traces {
  readonly routes: readonly Route[]
  /** An egress that remembers; `keep` stores what it remembers without secrets and resolves with the id of the trace. */
  open(egress: Egress): { readonly egress: Egress; keep(owner: TraceOwner & { readonly secrets: readonly string[] }): Promise<string> }
}

const lifetimeMs = 24 * 60 * 60_000
/** Of one account. */
const mostTraces = 200

export function createTraces({ database: { db }, sealerOf, clock }: TracesParts): Traces {
  return {
    routes: [{ method: 'GET', path: '/elements/:keyOrId/trace/:traceId', access: 'caller', handle: show }],
    open(egress) {
      const recorder = createRecorder(egress, clock)
      return {
        egress: recorder.egress,
        async keep({ secrets, ...owner }) {
          const id = createRequestId(clock())
          const sealer = await sealerOf(owner.organizationId)
          const sealed = sealer.seal(placeOf(id), JSON.stringify(describe(recorder.exchanges, secrets)))
          const now = new Date(clock())
          await insertTrace(db, { id, sealed, at: now, ...owner }, { before: new Date(clock() - lifetimeMs), keep: mostTraces })
          return id
        },
      }
    },
  }

  async function show({ caller, params }: Parameters<Route['handle']>[0]) {
    const id = params['traceId'] ?? ''
    const row =
      caller === undefined || !isRequestId(id)
        ? undefined
        : await findTrace(db, { id, accountId: caller.accountId, since: new Date(clock() - lifetimeMs) })
    if (caller === undefined || row === undefined) throw createError('no-trace', { params: { id: id.slice(0, 40) } })
    const sealer = await sealerOf(caller.organizationId)
    return { body: JSON.parse(sealer.open(placeOf(id), row.sealed)) as unknown }
  }
}

/** Keyed `METHOD:/path`; what is asked twice has a number. */
function describe(exchanges: readonly Exchange[], secrets: readonly string[]): Record<string, ShownExchange> {
  const shown: Record<string, ShownExchange> = {}
  for (const exchange of exchanges) {
    const hidden = hideExchange(exchange, secrets)
    const name = `${exchange.method}:${URL.parse(hidden.url)?.pathname ?? '/'}`
    let key = name
    for (let count = 2; key in shown; count++) key = `${name} #${count}`
    shown[key] = hidden
  }
  return shown
}
