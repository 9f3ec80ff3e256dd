/** Refusals after hooks have had their say: the status counts as they left it (contract 13.1 step 11, 13.4). */
import { createError, type OctetError } from '../../lib/errors.ts'
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
  if (!set.status && !set.errorMessage) throw createRefusal({ status: weighFault(status, fault), headers, said }, context)
  throw createSaid({ status, said, message: set.errorMessage ? errorMessage : undefined }, (text) => hideOwnSecrets(text, context))
}

function createSaid(
  { status, said, message }: { readonly status: number; readonly said: string | undefined; readonly message: string | undefined },
  hide: (text: string) => string,
): OctetError {
  const details = { status, ...(said !== undefined && said !== '' && { providerMessage: hide(said) }) }
  if (message === undefined || message === '') return createError('vendor-refused', details)
  return createError('script-refused', { ...details, params: { reason: hide(message) } })
}

function writeText(body: unknown): string | undefined {
  return body === undefined || body === null || typeof body === 'string' ? (body ?? undefined) : JSON.stringify(body)
}
