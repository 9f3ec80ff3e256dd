// Owners: the users records can belong to. Read only.
import type { Answer } from '../../lib/http/answer.ts'
import { answerOk, type Call, type Operations, serve } from '../call.ts'
import { createMissingError } from '../errors.ts'
import { formatNext, readLimit } from '../objects/list.ts'
import type { Owner } from '../portal-data.ts'

export const ownerOperations: Operations = {
  'GET /crm/v3/owners': serve('crm.objects.owners.read', list),
  'GET /crm/v3/owners/{id}': serve('crm.objects.owners.read', read),
}

function list(call: Call): Answer {
  const limit = readLimit(call, { standard: 100, most: 500 })
  const archived = call.query.get('archived') === 'true'
  const email = call.query.get('email')?.toLowerCase()
  const after = Number(call.query.get('after') ?? 0) || 0
  const owners = call.portal.owners.filter(
    (each) =>
      each.archived === archived && Number(each.id) > after && (email === undefined || email === '' || each.email.toLowerCase() === email),
  )
  const page = owners.slice(0, limit)
  const last = page.at(-1)
  return answerOk(owners.length > limit && last ? { results: page, paging: formatNext(call, last.id) } : { results: page })
}

function read(call: Call): Answer {
  const id = call.params['id'] ?? ''
  const archived = call.query.get('archived') === 'true'
  const has = (owner: Owner): boolean =>
    call.query.get('idProperty') === 'userId' ? String(owner.userIdIncludingInactive) === id : owner.id === id
  const owner = call.portal.owners.find((each) => has(each) && each.archived === archived)
  if (!owner) throw createMissingError(id, call.options)
  return answerOk(owner)
}
