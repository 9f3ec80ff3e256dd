/** Sign-up (contract 8.1, 8.9): for whoever administers a customer, and for strangers where the server is open to them. */
import { compileBodyCheck } from '../../lib/body-check.ts'
import { createError } from '../../lib/errors.ts'
import { callerOf, readBody } from '../../lib/read-request.ts'
import type { Route, RouteReply, RouteRequest } from '../../lib/route.ts'
import { describeAccount } from '../accounts/describe-account.ts'
import { findAccount } from '../directory-store.ts'
import { describeOrganization } from '../organizations/describe-organization.ts'
import { findOrganization } from '../organizations/organization-store.ts'
import { demandPrivilege } from '../roles.ts'
import type { RouteParts } from '../route-parts.ts'
import { describeUsers } from '../users/describe-user.ts'
import { type SignedUp, signUp } from './sign-up.ts'
import { type SignupBody, signupSchema } from './signup-body.ts'

export interface SignupParts extends RouteParts {
  /** Whether strangers may sign up. */
  readonly openToStrangers: boolean
}

/** `/signup-partners` is never open to strangers, and answers ordinary users with 401. */
export function createSignupRoutes(parts: SignupParts): readonly Route[] {
  const checkBody = compileBodyCheck(signupSchema)
  return [
    {
      method: 'POST',
      path: '/customers/signup',
      access: 'public',
      body: signupSchema,
      async handle(request) {
        const { caller } = request
        const isAdministrator = caller?.privileges.has('customerAdmin') === true
        if (!isAdministrator && !parts.openToStrangers) demandPrivilege(callerOf(request), 'customerAdmin')
        return describe(parts, await signUp(parts, isAdministrator ? caller : undefined, readBody<SignupBody>(request)))
      },
    },
    {
      method: 'POST',
      path: '/signup-partners',
      access: 'caller',
      async handle(request: RouteRequest) {
        const caller = callerOf(request)
        if (!caller.privileges.has('customerAdmin')) throw createError('invalid-secrets')
        // After the 401, whatever the body is.
        checkBody(request.body.kind === 'json' ? request.body.value : undefined)
        return describe(parts, await signUp(parts, caller, readBody<SignupBody>(request)))
      },
    },
  ]
}

/** Secrets are shown here, where they are made (contract 8.8). */
async function describe({ database: { db } }: RouteParts, made: SignedUp): Promise<RouteReply> {
  const { organizationId, accountId, organizationSecret, row, secret } = made
  const [user] = await describeUsers(db, [row])
  const account = await findAccount(db, { organizationId }, accountId)
  const organization = await findOrganization(db, organizationId)
  return {
    body: {
      user: { ...user, secret, userSecretKeystring: secret },
      account: account && describeAccount(account),
      organization: organization && describeOrganization(organization, organizationSecret),
    },
  }
}
