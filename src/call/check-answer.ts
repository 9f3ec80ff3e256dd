/** What a vendor's 2xx may hold: where the element promises records, records, or after a delete whatever can be made of it; otherwise anything. */
import type { CompiledResource } from '../elements/compile/compiled.ts'
import { createError, type OctetError } from '../lib/errors.ts'
import { isRecord } from '../lib/is-record.ts'
import type { Content, VendorReply } from './types.ts'

type Answer = { readonly kind: 'records'; readonly value: unknown } | { readonly kind: 'nothing' } | Extract<Content, { kind: 'other' }>

/**
 * Judges what was read, `value` being the JSON at its root. A body that is not passed on is given up.
 * Throws vendor-unreadable (502) when a mapped resource or a list came as anything but an object or objects.
 */
export function checkAnswer(resource: CompiledResource, reply: VendorReply, value: unknown): Answer {
  const promised = resource.transformation !== undefined || resource.paging !== undefined
  if (reply.kind === 'content') {
    const { content } = reply
    if (content.kind === 'empty') return { kind: 'nothing' }
    if (content.kind === 'other') {
      if (!promised) return content
      if (content.body.kind === 'stream') content.body.stream.destroy()
      if (resource.method === 'DELETE') return { kind: 'nothing' }
      throw createUnreadable('contentType' in content.body ? content.body.contentType : 'no JSON')
    }
  }
  if (!promised) return { kind: 'records', value }
  if (value === null) return { kind: 'nothing' }
  const strange = findStrange(resource, value)
  if (strange !== undefined && resource.method === 'DELETE') return { kind: 'nothing' }
  if (strange !== undefined) throw createUnreadable(strange)
  return { kind: 'records', value }
}

/** Says what is there instead of an object or a list of objects. A list that is not mapped may hold anything: picklists are texts. */
function findStrange({ transformation }: CompiledResource, value: unknown): string | undefined {
  if (!Array.isArray(value)) return isRecord(value) ? undefined : describe(value)
  const row = transformation === undefined ? undefined : value.find((each) => !isRecord(each))
  return row === undefined ? undefined : `a list with ${describe(row)} in it`
}

function createUnreadable(got: string): OctetError {
  return createError('vendor-unreadable', { params: { reason: `expected records, got ${got}` } })
}

/** Clients of the original take every object with a `message` for an error (contract 1.6), so none of our own making has one. */
export function dropMessage(value: unknown): { readonly value: unknown; readonly isDropped: boolean } {
  if (!isRecord(value) || !Object.hasOwn(value, 'message')) return { value, isDropped: false }
  const { message: _message, ...rest } = value
  return { value: rest, isDropped: true }
}

function describe(value: unknown): string {
  return value === null ? 'null' : `a ${Array.isArray(value) ? 'list' : typeof value}`
}
