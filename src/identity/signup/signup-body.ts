/** What a sign-up sends (contract 8.1): an organization to make, or the id of one, an account if it is to have a name of its own, and its first user. */
import { Type } from 'typebox'
import { nameSchema, optionalNameSchema, optionalTextSchema } from '../route-parts.ts'
import { type NewUserBody, newUserSchema } from '../users/user-body.ts'

interface AccountBody {
  readonly name?: string | null
  readonly description?: string | null
  readonly externalId?: string | null
}

export interface NewOrganizationBody {
  readonly name: string
  readonly externalId?: string | null
  readonly environment?: 'production' | 'test' | null
  readonly status?: 'paid' | 'trial' | null
}

export interface SignupBody {
  readonly organization: { readonly id: number } | NewOrganizationBody
  readonly account?: AccountBody | null
  readonly user: NewUserBody
}

const accountSchema = Type.Unsafe<AccountBody | null>({
  type: ['object', 'null'],
  properties: { name: optionalNameSchema, description: optionalTextSchema, externalId: optionalTextSchema },
})

const organizationSchema = Type.Union([
  Type.Object({ id: Type.Integer() }),
  Type.Object({
    name: nameSchema,
    externalId: optionalTextSchema,
    environment: Type.Optional(Type.Unsafe<string | null>({ enum: ['production', 'test', null] })),
    status: Type.Optional(Type.Unsafe<string | null>({ enum: ['paid', 'trial', null] })),
  }),
])

export const signupSchema = Type.Object({ organization: organizationSchema, account: Type.Optional(accountSchema), user: newUserSchema })
