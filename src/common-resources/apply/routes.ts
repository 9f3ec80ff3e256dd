/** Trying a mapping out on a record, without any call to a vendor (contract 9.3). */
import { createError } from '../../lib/errors.ts'
import { isRecord } from '../../lib/is-record.ts'
import type { Route, RouteReply, RouteRequest } from '../../lib/route.ts'
import { isStorableText } from '../../lib/storable-text.ts'
import { demandAction } from '../actions.ts'
import type { MappingMemory } from '../effective/mapping-memory.ts'
import type { CommonParts } from '../parts.ts'
import { type Execution, executeSchema, readExecution, type SentExecution } from './execute-body.ts'
import { type FoundMapping, findMapping } from './find-mapping.ts'
import type { ApplyContext, MappingRunner } from './mapping-runner.ts'

export type ApplyParts = CommonParts & Pick<MappingMemory, 'mappingOf'> & { readonly runner: MappingRunner }

/** The routes. */
export function createApplyRoutes(parts: ApplyParts): Route[] {
  return [
    {
      method: 'POST',
      path: '/transformations/:name/execute',
      access: 'caller',
      body: executeSchema,
      handle: (request) => execute(parts, request),
    },
  ]
}

async function execute(parts: ApplyParts, { caller, params, body }: RouteRequest): Promise<RouteReply> {
  demandAction(caller!, 'view')
  const name = params['name']!
  if (!isStorableText(name)) throw createError('no-transformation', { params: { name } })
  const execution = readExecution((body.kind === 'json' ? body.value : {}) as SentExecution)
  const found = await findMapping(parts, { caller: caller!, name, through: execution.through })
  const { organizationId, accountId, user } = caller!
  const context = { organizationId, accountId, userId: user.id, instanceId: found.instanceId, extent: execution.extent }
  const results = await apply(parts.runner, context, { ...execution, ...found })
  return { body: Array.isArray(execution.payload) ? results : dropMessage(results[0] ?? {}) }
}

type Applying = Execution & FoundMapping

function apply(runner: MappingRunner, context: ApplyContext, { payload, mapping, direction }: Applying): Awaitable<readonly unknown[]> {
  const records: readonly unknown[] = Array.isArray(payload) ? payload : [payload]
  return runner[direction](context, mapping, records)
}

type Awaitable<T> = T | Promise<T>

/** Clients take a `message` in an answer for an error (trap 7). */
function dropMessage(result: unknown): unknown {
  if (!isRecord(result)) return result
  const { message: _message, ...rest } = result
  return rest
}
