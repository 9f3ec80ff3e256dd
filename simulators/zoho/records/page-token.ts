// Page tokens: sealed texts bound to the parameters of the call that began the walk.
import { createHmac, randomBytes } from 'node:crypto'
import type { Call } from '../call.ts'
import { ApiError } from '../errors.ts'

/** Where a walk goes on: after a record, or at a position. `seen` counts the records shown so far. */
export interface Place {
  after: { key: number; id: string }
  seen: number
  page: number
  expiresAt: number
}

// Tokens of another process are not valid here, as those of another data center are not.
const secret = randomBytes(32)

/** A token for the next page of this call. */
export function sealPlace(call: Call, place: Place): string {
  const text = Buffer.from(JSON.stringify(place)).toString('base64url')
  return `${text}.${sign(call, text)}`
}

/** The place in the call's `page_token`, if it has one. @throws ApiError 400 for a token that is damaged, of another call, or too old */
export function openPlace(call: Call): Place | undefined {
  const token = call.query.get('page_token')
  if (token === null) return undefined
  const [text = '', signature] = token.split('.')
  if (signature !== sign(call, text)) {
    const message = 'The page_token given seems to be invalid or input param is added or altered or deleted'
    throw new ApiError(400, 'TOKEN_BOUND_DATA_MISMATCH', message, { param_name: 'page_token' })
  }
  const place = JSON.parse(Buffer.from(text, 'base64url').toString()) as Place
  if (place.expiresAt <= call.now) {
    throw new ApiError(400, 'EXPIRED_VALUE', 'Page token expired', { api_name: 'page_token', json_path: '$.query.page_token' })
  }
  return place
}

function sign(call: Call, text: string): string {
  const bound = [...call.query].filter(([name]) => name !== 'page' && name !== 'page_token').sort()
  const about = [call.tenant.id, call.params['module'], call.params['id'], call.params['related'], bound, text]
  return createHmac('sha256', secret).update(JSON.stringify(about)).digest('base64url').slice(0, 22)
}
