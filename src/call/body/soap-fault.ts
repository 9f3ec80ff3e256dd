/** SOAP faults as vendor errors: what an envelope says went wrong, whatever its prefix and version (SOAP 1.1 §4.4, SOAP 1.2 §5.4). */

export interface SoapFault {
  /** Without its prefix: `Client`, `Server`, `Sender`, … */
  readonly code: string
  /** For people. */
  readonly message: string
  /** What HTTP would have said: the caller's doing, or the vendor's. */
  readonly status: 400 | 502
}

/** Finds the fault in an answer read by `parseXml`, with or without its envelope. Undefined: there is none. */
export function readSoapFault(answer: unknown): SoapFault | undefined {
  const envelope = findMember(answer, 'Envelope') ?? answer
  const fault = findMember(findMember(envelope, 'Body') ?? envelope, 'Fault')
  if (fault === undefined) return undefined
  const code = readText(findMember(fault, 'faultcode') ?? findMember(findMember(fault, 'Code'), 'Value')).replace(/^.*:/, '')
  const reason = findMember(fault, 'faultstring') ?? findMember(findMember(fault, 'Reason'), 'Text')
  const message = readText(Array.isArray(reason) ? reason[0] : reason)
  return { code, message: message || code || 'SOAP fault', status: /^(client|sender)/i.test(code) ? 400 : 502 }
}

/** The status of an answer with or without a fault: HTTP's 500 says only that there is one (SOAP 1.1 §6.2), and so does a 200. */
export function weighFault(status: number, fault: SoapFault | undefined): number {
  return fault === undefined || (status >= 400 && status !== 500) ? status : fault.status
}

/** The member of a local name: prefixes are the vendor's choice. */
function findMember(value: unknown, local: string): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
  const found = Object.entries(value).find(([name]) => name === local || name.endsWith(`:${local}`))
  return found?.[1]
}

function readText(value: unknown): string {
  const text = typeof value === 'object' && value !== null ? (value as Record<string, unknown>)['#text'] : value
  return text === undefined || text === null ? '' : String(text).trim()
}
