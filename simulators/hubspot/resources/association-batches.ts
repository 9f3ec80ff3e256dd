// v4 batches of associations: read, create, associate by default, archive. Inputs without associations are errors of a 207.
import type { Answer } from '../../lib/http/answer.ts'
import { findTypes, linkRecords, listLinks, unlinkRecords } from '../associations/store.ts'
import { answerNothing, type Call, type Operations, serve } from '../call.ts'
import { createInvalidError } from '../errors.ts'
import { answerBatch, readInputs } from '../objects/batch.ts'
import { findType } from '../objects/find-type.ts'
import { checkEnd } from '../objects/planned-links.ts'
import { describeSpec, readSpecs, showLink } from './associations.ts'

const path = '/crm/v4/associations/{type}/{to}/batch'

export const associationBatchOperations: Operations = {
  [`POST ${path}/read`]: serve('objects.read', readMany),
  [`POST ${path}/create`]: serve('objects.write', createMany),
  [`POST ${path}/associate/default`]: serve('objects.write', createMany),
  [`POST ${path}/archive`]: serve('objects.write', archiveMany),
}

interface Input {
  id?: string
  from?: { id?: string }
  to?: { id?: string } | { id?: string }[]
  types?: unknown
}

function readKinds(call: Call) {
  const from = findType(call.portal, call.params['type'] ?? '')
  const to = findType(call.portal, call.params['to'] ?? '')
  return { from, to, types: findTypes(call.portal.associations, from.name, to.name) }
}

function readMany(call: Call): Answer {
  const { from, to, types } = readKinds(call)
  const results: unknown[] = []
  const errors: unknown[] = []
  for (const { id } of readInputs<Input>(call, 1_000)) {
    const links = listLinks(call.portal.associations, { type: from.name, id: String(id) }, to.name)
    if (links.size > 0) results.push({ from: { id: String(id) }, to: [...links].map(([toId, numbers]) => showLink(toId, numbers, types)) })
    else {
      errors.push({
        status: 'error',
        category: 'OBJECT_NOT_FOUND',
        subCategory: 'crm.associations.NO_ASSOCIATIONS_FOUND',
        message: `No ${to.singular} is associated with ${from.singular} ${id}.`,
        context: { fromObjectId: [String(id)], fromObjectType: [from.singular], toObjectType: [to.singular] },
      })
    }
  }
  return answerBatch(call, results, { errors })
}

function createMany(call: Call): Answer {
  const { from, to, types } = readKinds(call)
  const plans = readInputs<Input>(call, 2_000).map((input) => {
    const ends = { from: String(input.from?.id), to: String((input.to as { id?: string } | undefined)?.id) }
    checkEnd(call, from, ends.from)
    checkEnd(call, to, ends.to)
    const unlabeled = types.filter((each) => each.label === null).slice(0, 1)
    const chosen = input.types === undefined ? unlabeled : readSpecs(input.types, types)
    if (chosen.length === 0) throw createInvalidError(`No default association type exists between ${from.name} and ${to.name}`)
    return { ...ends, chosen }
  })
  const results = plans.flatMap((plan) =>
    plan.chosen.map((type) => {
      linkRecords(call.portal.associations, { type: from.name, id: plan.from }, { type: to.name, id: plan.to }, type)
      return describeSpec(plan.from, plan.to, type.category, type.typeId)
    }),
  )
  return answerBatch(call, results, { standard: 201 })
}

function archiveMany(call: Call): Answer {
  const { from, to } = readKinds(call)
  for (const input of readInputs<Input>(call, 2_000)) {
    for (const end of [input.to ?? []].flat()) {
      unlinkRecords(call.portal.associations, { type: from.name, id: String(input.from?.id) }, { type: to.name, id: String(end.id) })
    }
  }
  return answerNothing()
}
