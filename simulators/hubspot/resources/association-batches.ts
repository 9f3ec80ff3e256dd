// v4 batches of associations: read, create, associate by default, archive. Inputs without associations are errors of a 207.
import type { Answer } from '../../lib/http/answer.ts'
import { type End, findTypes, linkRecords, listLinks, unlinkRecords } from '../associations/store.ts'
import { answerNothing, type Call, type Operations, serve } from '../call.ts'
import { createInvalidError } from '../errors.ts'
import { answerBatch, readInputs } from '../objects/batch.ts'
import { findType } from '../objects/find-type.ts'
import { checkEnd } from '../objects/planned-links.ts'
import { describeBothWays, describeLabels, readSpecs, showLink } from './associations.ts'

const path = '/crm/v4/associations/{type}/{to}/batch'

export const associationBatchOperations: Operations = {
  [`POST ${path}/read`]: serve('objects.read', readMany),
  [`POST ${path}/create`]: serve('objects.write', createMany),
  [`POST ${path}/associate/default`]: serve('objects.write', createDefaults),
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
  const plans = readInputs<Input>(call, 2_000).map((input) => ({ ...readEnds(call, input), chosen: readSpecs(input.types, types) }))
  const results = plans.map((plan) => {
    for (const type of plan.chosen) linkRecords(call.portal.associations, plan.one, plan.other, type)
    return describeLabels({ type: from, id: plan.one.id }, { type: to, id: plan.other.id }, plan.chosen)
  })
  return answerBatch(call, results, { standard: 201 })
}

function createDefaults(call: Call): Answer {
  const { from, to, types } = readKinds(call)
  const type = types.find((each) => each.label === null)
  if (!type) throw createInvalidError(`No default association type exists between ${from.name} and ${to.name}`)
  const plans = readInputs<Input>(call, 2_000).map((input) => readEnds(call, input))
  const results = plans.flatMap(({ one, other }) => {
    linkRecords(call.portal.associations, one, other, type)
    return describeBothWays(one.id, other.id, type)
  })
  return answerBatch(call, results)
}

function readEnds(call: Call, input: Input): { one: End; other: End } {
  const { from, to } = readKinds(call)
  const one = { type: from.name, id: String(input.from?.id) }
  const other = { type: to.name, id: String((input.to as { id?: string } | undefined)?.id) }
  checkEnd(call, from, one.id)
  checkEnd(call, to, other.id)
  return { one, other }
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
