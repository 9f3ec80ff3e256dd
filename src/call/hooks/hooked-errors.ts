/** Refusals after hooks have had their say: the status counts as they left it (contract 13.1 step 11, 13.4). */
import { createError } from '../../lib/errors.ts'
import { readSoapFault, weighFault } from '../body/soap-fault.ts'
import type { CallSession } from '../send.ts'
import { createRefusal, hideOwnSecrets } from '../vendor-errors.ts'
import type { Answer } from './read-answer.ts'

/** Throws when the answer is a refusal: the vendor's (contract 5.2), or a hook's with the status and the words that it gave. */
export function refuseHooked(session: CallSession, { response, read }: Answer): void {
  const { instance, configuration, credential, parts } = session
  const context = { instance, configuration, credential, now: parts.clock() }
  const { status, set, headers, errorMessage } = response
  const isRedirect = status >= 300 && status < 400 && !set.status
  const fault = read === 'xml' && !set.body && !set.status ? readSoapFault(response.rawValue) : undefined
  if (status < 400 && !isRedirect && fault === undefined) return
  const said = set.body ? writeText(response.body) : set.errorMessage ? undefined : (fault?.message ?? errorMessage)
  const refusal = createRefusal({ status: set.status ? status : weighFault(status, fault), headers, said }, context)
  const message = set.errorMessage && errorMessage !== '' ? errorMessage : undefined
  if (!set.status && message === undefined) throw refusal
  // A status that a hook sets counts as it is; the vendor's is told as any vendor's (contract 5.2).
  const { providerMessage, headers: told } = refusal
  const details = { status: set.status ? status : refusal.status, headers: told, ...(providerMessage !== undefined && { providerMessage }) }
  if (message === undefined) throw createError('vendor-refused', details)
  throw createError('script-refused', { ...details, params: { reason: hideOwnSecrets(message, context) } })
}

function writeText(body: unknown): string | undefined {
  return body === undefined || body === null || typeof body === 'string' ? (body ?? undefined) : JSON.stringify(body)
}
