/** The schema of authentication-octet.ts. */
import Type, { type TProperties } from 'typebox'

const closed = <T extends TProperties>(properties: T) => Type.Object(properties, { additionalProperties: false })

const clientAuthentication = Type.Union([Type.Literal('basic'), Type.Literal('body'), Type.Literal('basic-and-body'), Type.Literal('none')])

const kept = {
  from: Type.Union([Type.Literal('reply'), Type.Literal('callback')]),
  member: Type.String({ minLength: 1 }),
  configuration: Type.String({ minLength: 1 }),
  suffix: Type.Optional(Type.String()),
}
/** RFC 9110 §5.6.2. */
const token = Type.String({ pattern: "^[A-Za-z0-9!#$%&'*+.^_`|~-]+$" })
const host = Type.String({ pattern: '^(\\*\\.)?[a-z0-9-]+(\\.[a-z0-9-]+)*$' })
const keptMemberSchema = Type.Union([
  closed({ ...kept, hosts: Type.Array(host, { minItems: 1 }) }),
  closed({ ...kept, pattern: Type.String({ minLength: 1 }) }),
])

export const authenticationSchema = closed({
  oauth2: Type.Optional(
    closed({
      grant: Type.Optional(Type.Literal('client_credentials')),
      pkce: Type.Optional(Type.Literal('S256')),
      clientAuthentication: Type.Optional(
        closed({ exchange: Type.Optional(clientAuthentication), refresh: Type.Optional(clientAuthentication) }),
      ),
      refusals: Type.Optional(Type.Array(Type.String())),
      busy: Type.Optional(Type.Array(Type.String())),
      tenant: Type.Optional(closed({ member: Type.String(), pattern: Type.String(), configuration: Type.String() })),
      keep: Type.Optional(Type.Array(keptMemberSchema)),
    }),
  ),
  staticToken: Type.Optional(closed({ configuration: Type.String(), prefix: Type.String(), header: Type.Optional(token) })),
  scheme: Type.Optional(token),
})
