// Who logged in: the identity URL of the token reply, and the user information of OpenID.
import type { IncomingHttpHeaders } from 'node:http'
import type { Answer } from '../lib/http/answer.ts'
import { ApiError, answerError } from './errors.ts'
import { authenticate } from './http/authenticate.ts'
import type { SalesforceOptions } from './knobs.ts'
import type { Origins } from './oauth-rules.ts'
import type { State } from './state.ts'
import { findStored } from './tenant.ts'

/** `GET /id/{organization}/{user}` or `GET /services/oauth2/userinfo`. */
export function answerIdentity(
  state: State,
  request: { headers: IncomingHttpHeaders; path: string },
  { options, origins }: { options: SalesforceOptions; origins: Origins },
): Answer {
  const principal = authenticate(state, request.headers, options)
  if (principal instanceof ApiError)
    return request.path.startsWith('/id/') ? { status: 403, type: 'text', body: 'Bad_OAuth_Token' } : answerError(principal)
  const { tenant, userId } = principal
  const path = `/id/${tenant.organizationId}/${userId}`
  if (request.path.startsWith('/id/') && request.path !== path) return { status: 403, type: 'text', body: 'Wrong_Org' }
  const values = findStored(tenant, userId)?.values ?? {}
  const rest = `${origins.instance()}/services/data/v{version}/`
  const common = {
    user_id: userId,
    organization_id: tenant.organizationId,
    nickname: values['Alias'],
    email: values['Email'],
    zoneinfo: values['TimeZoneSidKey'],
  }
  const urls = { rest, sobjects: `${rest}sobjects/`, query: `${rest}query/`, custom_domain: origins.instance() }
  if (request.path !== path) {
    const body = {
      sub: `${origins.login()}${path}`,
      ...common,
      preferred_username: values['Username'],
      name: values['Name'],
      urls,
      active: true,
      user_type: 'STANDARD',
    }
    return { status: 200, type: 'json', body }
  }
  const body = {
    id: `${origins.login()}${path}`,
    asserted_user: true,
    ...common,
    username: values['Username'],
    display_name: values['Name'],
    first_name: values['FirstName'],
    last_name: values['LastName'],
    timezone: values['TimeZoneSidKey'],
    urls,
    active: true,
    user_type: 'STANDARD',
    language: values['LanguageLocaleKey'],
    locale: values['LocaleSidKey'],
  }
  return { status: 200, type: 'json', body }
}
