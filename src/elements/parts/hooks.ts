/** Hooks of elements and of single resources (contract 2.8). Their scripts are stored as they are, also those that are no JavaScript. */
import Type from 'typebox'
import { createError } from '../../lib/errors.ts'
import { hookDefaults } from '../document/part-defaults.ts'
import { checkChoice, optionalFlag, optionalText, text } from './body-schema.ts'
import { findResource } from './find-resource.ts'
import type { Holder, Part } from './part.ts'
import type { PartKind } from './part-routes.ts'

const hookTypes = ['preRequest', 'postRequest', 'event']

export const hookBodySchema = Type.Object({
  type: text,
  body: optionalText,
  mimeType: optionalText,
  isLegacy: optionalFlag,
  contextParams: optionalText,
})

/**
 * A hook with what its body left out. Throws invalid-body (400) for a type that runs nowhere, hook-not-legacy (400) when `before` has
 * left the legacy way already: that is one-way (contract 2.8).
 */
export function prepareHook(sent: Holder, before?: Part): Part {
  const isLegacy = sent['isLegacy'] ?? before?.['isLegacy'] ?? hookDefaults.isLegacy
  if (isLegacy && before !== undefined && before['isLegacy'] !== true) throw createError('hook-not-legacy')
  return {
    ...sent,
    type: checkChoice('type', sent['type'], hookTypes),
    body: sent['body'] ?? '',
    mimeType: sent['mimeType'] ?? hookDefaults.mimeType,
    isLegacy,
  }
}

const shared = {
  idName: 'hookId',
  noun: 'hook',
  member: 'hooks',
  body: hookBodySchema,
  defaults: hookDefaults,
  prepare: (sent: Part, { before }: { before?: Part }) => prepareHook(sent, before),
} as const

export const elementHooks: PartKind = {
  ...shared,
  path: '/elements/:keyOrId/hooks',
  describe: ({ id }) => ({ elementId: id }),
}

export const resourceHooks: PartKind = {
  ...shared,
  path: '/elements/:keyOrId/resources/:resourceId/hooks',
  findHolder: findResource,
  describe: (_element, _params, resource) => ({ resourceId: (resource as Part).id }),
}
