/** AWS Signature Version 4: method, URL, headers and body are signed with a key of the day, the region and the service. */
import { AwsV4Signer } from 'aws4fetch'
import type { EgressRequest } from '../../lib/egress.ts'

export interface AwsV4Key {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly region: string
  /** Default: what the host says. */
  readonly service?: string
}

/** Signs a request; `now` in epoch ms. One that carries an Authorization already stays as it is (contract 4.5). The hash of a stream is not known: it goes unsigned. */
export async function signAwsV4(key: AwsV4Key, request: EgressRequest, now: number): Promise<EgressRequest> {
  if (request.headers['authorization'] !== undefined) return request
  const { body } = request
  const isKnown = body === undefined || typeof body === 'string' || Buffer.isBuffer(body)
  const signer = new AwsV4Signer({
    method: request.method,
    url: request.url,
    headers: isKnown ? request.headers : { ...request.headers, 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' },
    datetime: new Date(now).toISOString().replace(/[:-]|\.\d{3}/g, ''),
    ...(isKnown && body !== undefined ? { body } : {}),
    ...key,
  })
  const { headers } = await signer.sign()
  return { ...request, headers: { ...request.headers, ...Object.fromEntries(headers) } }
}
