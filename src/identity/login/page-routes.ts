/** A page where one sets a password, and what it calls: `/octet/set-password#<token>` comes from the server's operator; without a token the present password is asked for. */
import { Type } from 'typebox'
import { readBody } from '../../lib/read-request.ts'
import type { Route, RouteReply } from '../../lib/route.ts'
import { redeemLink, replacePassword } from './change-password.ts'
import type { LoginParts, NameAndPassword } from './log-in.ts'
import { longestPassword } from './password-policy.ts'
import { pageHeaders, setPasswordPage } from './set-password-page.ts'

const passwordText = Type.String({ maxLength: longestPassword })
const body = Type.Union([
  Type.Object({ token: Type.String({ maxLength: 512 }), password: passwordText }),
  Type.Object({ username: Type.String({ maxLength: 320 }), password: passwordText, newPassword: passwordText }),
])

type Given = { readonly token: string; readonly password: string } | (NameAndPassword & { readonly newPassword: string })

/** Both for anybody: what is sent shows who it is. */
export function createPageRoutes(parts: LoginParts): readonly Route[] {
  return [
    {
      method: 'GET',
      path: '/octet/set-password',
      access: 'open',
      handle: () => ({ headers: pageHeaders, body: Buffer.from(setPasswordPage) }),
    },
    {
      method: 'POST',
      path: '/octet/passwords',
      access: 'open',
      body,
      async handle(request): Promise<RouteReply> {
        const given = readBody<Given>(request)
        const person = 'token' in given ? await redeemLink(parts, given.token, given.password) : await replacePassword(parts, given)
        return { headers: { 'cache-control': 'no-store' }, body: { username: person.email } }
      },
    },
  ]
}
