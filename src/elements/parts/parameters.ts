/** Parameters of elements (sent with every vendor call) and of single resources (contract 2.7). */
import Type from 'typebox'
import { parameterSources, parameterTypes, vendorTypes } from '../document/parameter-kinds.ts'
import { parameterDefaults } from '../document/part-defaults.ts'
import { checkChoice, optionalFlag, optionalText } from './body-schema.ts'
import { findResource } from './find-resource.ts'
import type { Holder, Part } from './part.ts'
import type { PartKind } from './part-routes.ts'

const typeText = Type.String({ minLength: 1 })

export const parameterBodySchema = Type.Object({
  name: Type.String(),
  vendorName: optionalText,
  type: typeText,
  vendorType: typeText,
  source: optionalText,
  dataType: optionalText,
  vendorDataType: optionalText,
  required: optionalFlag,
  description: optionalText,
  converter: optionalText,
  sampleData: optionalText,
})

/** A parameter with what its body left out: it comes with the request, goes under its own name, and may be absent. */
export function prepareParameter(sent: Holder): Part {
  return {
    ...sent,
    vendorName: sent['vendorName'] ?? sent['name'],
    source: sent['source'] ?? parameterDefaults.source,
    dataType: sent['dataType'] ?? 'string',
    vendorDataType: sent['vendorDataType'] ?? 'string',
    required: sent['required'] ?? parameterDefaults.required,
  }
}

/** The same, of the words that calls know; whole documents of others may hold more. Throws invalid-body (400) that names the words. */
function checkParameter(sent: Holder): Part {
  const parameter = prepareParameter(sent)
  checkChoice('type', parameter['type'], parameterTypes)
  checkChoice('vendorType', parameter['vendorType'], vendorTypes)
  checkChoice('source', parameter['source'], parameterSources)
  return parameter
}

const shared = {
  idName: 'parameterId',
  noun: 'parameter',
  member: 'parameters',
  body: parameterBodySchema,
  defaults: parameterDefaults,
  dated: true,
  prepare: checkParameter,
} as const

export const elementParameters: PartKind = {
  ...shared,
  path: '/elements/:keyOrId/parameters',
  describe: ({ id }) => ({ elementId: id }),
}

export const resourceParameters: PartKind = {
  ...shared,
  path: '/elements/:keyOrId/resources/:resourceId/parameters',
  findHolder: findResource,
  describe: (_element, _params, resource) => ({ resourceId: (resource as Part).id }),
}
