/** Users as clients send them (contract 8.3). */
import { Type } from 'typebox'
import { longestPassword } from '../login/password-policy.ts'
import { nameSchema, optionalNameSchema, optionalSwitchSchema, optionalTextSchema } from '../route-parts.ts'
import { profileMembers } from './describe-user.ts'

/** Members that are absent or null stay as they are. */
export interface UserBody extends Readonly<Partial<Record<(typeof profileMembers)[number], string | null>>> {
  readonly email?: string | null
  readonly firstName?: string | null
  readonly lastName?: string | null
  readonly password?: string | null
  readonly externalId?: string | null
  readonly active?: boolean | null
  readonly roles?: readonly { readonly key: string }[] | null
}

export interface NewUserBody extends UserBody {
  readonly email: string
  readonly firstName: string
  readonly lastName: string
}

const email = { pattern: '^[^\\s\\u0000@]+@[^\\s\\u0000@]+$', description: 'an email address', maxLength: 254 }

const common = {
  password: Type.Optional(Type.Unsafe<string | null>({ type: ['string', 'null'], maxLength: longestPassword })),
  externalId: optionalTextSchema,
  active: optionalSwitchSchema,
  roles: Type.Optional(
    Type.Unsafe<UserBody['roles']>({ type: ['array', 'null'], maxItems: 100, items: Type.Object({ key: Type.String() }) }),
  ),
  ...Object.fromEntries(profileMembers.map((name) => [name, optionalTextSchema])),
}

/** What a new user is made of. */
export const newUserSchema = Type.Object({
  email: Type.String(email),
  firstName: nameSchema,
  lastName: nameSchema,
  ...common,
})

/** What may be changed of a user. */
export const userChangeSchema = Type.Object({
  email: Type.Optional(Type.Unsafe<string | null>({ type: ['string', 'null'], ...email })),
  firstName: optionalNameSchema,
  lastName: optionalNameSchema,
  ...common,
})

/** A password that is to be set; clients send back what they were shown in its place. */
export function readPassword({ password }: UserBody): string | undefined {
  return password == null || password === 'secured' ? undefined : password
}

/** The members of the profile that were sent. */
export function readProfile(body: Pick<UserBody, (typeof profileMembers)[number]>): Record<string, string> {
  return Object.fromEntries(profileMembers.flatMap((name) => (body[name] == null ? [] : [[name, body[name]]])))
}
