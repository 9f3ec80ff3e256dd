/** The password policy of an organization (contract 8.5). */
import { Type } from 'typebox'
import { recordChange } from '../../audit/record-change.ts'
import type { Caller } from '../../lib/caller.ts'
import { callerOf, readBody } from '../../lib/read-request.ts'
import type { Route, RouteRequest } from '../../lib/route.ts'
import type { Database } from '../../store/database.ts'
import { demandPrivilege } from '../roles.ts'
import { defaultPolicy, type PasswordPolicy } from './password-policy.ts'
import { deletePolicy, putPolicy, readPolicy } from './policy-store.ts'

const path = '/organizations/password-policies'

/** Beyond them nobody could have a password, or a policy that asks for nothing. */
const limits = {
  minLength: Type.Integer({ minimum: 8, maximum: 256 }),
  minUppercase: Type.Integer({ minimum: 0, maximum: 10 }),
  minLowercase: Type.Integer({ minimum: 0, maximum: 10 }),
  minNumbers: Type.Integer({ minimum: 0, maximum: 10 }),
  minSymbols: Type.Integer({ minimum: 0, maximum: 10 }),
  symbolCharacterSet: Type.String({ minLength: 1, maxLength: 255 }),
  previousPasswordCount: Type.Integer({ minimum: 0, maximum: 9 }),
  expirationDays: Type.Integer({ minimum: 0, maximum: 36_500 }),
} as const satisfies Record<keyof PasswordPolicy, object>

const policyBody = Type.Partial(Type.Object(limits))

/** PUT replaces: what is left out is as everybody's. After DELETE everybody's holds again, and GET shows what holds. */
export function createPolicyRoutes({ database }: { readonly database: Database }): readonly Route[] {
  const { db } = database
  const change = async (request: RouteRequest, policy: PasswordPolicy | undefined) => {
    const caller = callerOf(request)
    demandPrivilege(caller, 'modifySecurity')
    const { organizationId } = caller
    await db.transaction().execute(async (transaction) => {
      await (policy === undefined ? deletePolicy(transaction, organizationId) : putPolicy(transaction, organizationId, policy))
      await recordChange(transaction, { area: 'organizations', entityId: organizationId, entityName: 'password policy' })
    })
  }
  const show = async ({ organizationId }: Caller) => ({ body: await readPolicy(db, organizationId) })
  return [
    { method: 'GET', path, access: 'caller', handle: (request) => show(callerOf(request)) },
    {
      method: 'PUT',
      path,
      access: 'caller',
      body: policyBody,
      async handle(request) {
        await change(request, completePolicy(readBody(request)))
        return show(callerOf(request))
      },
    },
    {
      method: 'DELETE',
      path,
      access: 'caller',
      async handle(request) {
        await change(request, undefined)
        return { body: undefined }
      },
    },
  ]
}

function completePolicy(given: Partial<PasswordPolicy>): PasswordPolicy {
  const names = Object.keys(defaultPolicy) as (keyof PasswordPolicy)[]
  return { ...defaultPolicy, ...Object.fromEntries(names.flatMap((name) => (name in given ? [[name, given[name]]] : []))) }
}
