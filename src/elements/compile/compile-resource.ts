/** One resource of an element, compiled: the element's defaults filled in, its mapping as functions, its paths split. */
import { compileCondition } from '../../ceql/condition-template.ts'
import type { Method } from '../../lib/hub-request.ts'
import type { ElementDocument, ResourceDocument } from '../document/element-document.ts'
import { shortenPath } from '../document/layout.ts'
import type { ResourceOctet, Select, WhereStyle } from '../document/octet.ts'
import { compileBodyDefaults } from './body-defaults.ts'
import { compileChoices } from './compile-choices.ts'
import { CompileError } from './compile-error.ts'
import { compileSearches, compileWhere } from './compile-search.ts'
import { compileSteps, selectParents } from './compile-steps.ts'
import { compileWrites } from './compile-writes.ts'
import type { CompiledResource } from './compiled.ts'
import { compileDeclaredNames } from './declared-names.ts'
import { compileObjectNames } from './object-names.ts'
import { compilePathForms } from './path-forms.ts'
import { compileRecordPath } from './record-path.ts'
import { compileResourceTransformation, nameResource, type TransformationCache } from './resource-transformation.ts'
import { splitRootKey } from './root-key.ts'
import { compileSelectNames } from './select-names.ts'

/**
 * Compiles a resource. `id` is its stable id.
 * @throws {CompileError} naming the resource and what it refers to that is not there.
 */
export function compileResource(
  element: ElementDocument,
  resource: ResourceDocument,
  { id, transformations }: { id: number; transformations: TransformationCache },
): CompiledResource {
  const octet = resource.octet ?? {}
  const isList = isListing(resource, octet)
  const where = isList ? (octet.where ?? chooseWhere(element)) : undefined
  const statement = where === false ? undefined : where?.statement
  const object = element.octet?.transformations?.[octet.object ?? '']
  const compiled: CompiledResource = {
    id,
    document: resource,
    method: resource.method as Method,
    type: resource.type || 'api',
    next: resource.nextResource || undefined,
    path: pathInHub(resource.path, element.hub),
    pathForms: compilePathForms(element, resource, nameResource(resource)),
    ...compileObjectNames(element, resource),
    vendorMethod: resource.vendorMethod as Method,
    vendorPath: resource.vendorPath ?? '',
    parameters: [...(element.parameters ?? []), ...(resource.parameters ?? [])],
    elementHooks: element.hooks ?? [],
    hooks: resource.hooks ?? [],
    protocol: element.protocolType || 'http',
    isPlain: element.octet === undefined && resource.octet === undefined,
    ...splitRootKey(resource.rootKey),
    ...(octet.wrap !== undefined && { requestRoot: octet.wrap }),
    paging: isList ? octet.paging || element.octet?.paging : undefined,
    where: where ? compileWhere(element, resource, where) : undefined,
    isSearchable: isList && where !== false,
    orderBy: isList ? (octet.orderBy ?? element.octet?.orderBy) : undefined,
    transformation: compileResourceTransformation(element, resource, transformations),
    requires: octet.requires ?? [],
    steps: compileSteps(element, resource),
    choices: compileChoices(element, resource),
    response: octet.response,
    constantBody: octet.body,
    bodyDefaults: compileBodyDefaults(octet.defaults),
    writes: compileWrites(element, resource),
    constantQuery: undefined,
    select: selectParents(statement?.select ?? chooseSelect(element, resource), resource),
    nameSelected: compileSelectNames(object, statement !== undefined),
    declared: compileDeclaredNames(object),
    recordPath: compileRecordPath(object),
    condition: isList ? compileListCondition(element, resource) : undefined,
    text: element.octet?.where?.text ?? 'exact',
    scanLimit: (octet.scan ?? element.octet?.scan)?.limit ?? defaultScanLimit,
    includeDeleted: statement?.includeDeleted ?? octet.includeDeleted,
    searches: [],
    variant: 0,
    readItem: undefined,
    fetch: undefined,
    lacks: [],
  }
  return octet.searches === undefined ? compiled : { ...compiled, searches: compileSearches(element, resource, compiled) }
}

const defaultScanLimit = 10_000

function chooseWhere({ octet }: ElementDocument): WhereStyle | undefined {
  const { dialect, text: _text, ...style } = octet?.where ?? {}
  return dialect === undefined ? undefined : { ...style, dialect }
}

/** What is asked of every list of an object is asked of its single records too. */
function chooseSelect(element: ElementDocument, { method, octet = {} }: ResourceDocument): Select | undefined {
  if (method !== 'GET' || octet.select === false) return undefined
  return octet.select ?? (octet.object === undefined || octet.response !== undefined ? undefined : element.octet?.select)
}

function compileListCondition(element: ElementDocument, resource: ResourceDocument): CompiledResource['condition'] {
  const text = resource.octet?.condition
  try {
    return text === undefined ? undefined : compileCondition(text)
  } catch (error) {
    throw new CompileError(element.key, nameResource(resource), `its condition: ${(error as Error).message}`)
  }
}

function isListing({ method, path }: ResourceDocument, { paging, where, response, picklist }: ResourceOctet): boolean {
  if (method !== 'GET' || paging === false || response !== undefined || picklist !== undefined) return false
  return paging !== undefined || (where || undefined)?.statement !== undefined || !path.endsWith('}')
}

/** Hub calls carry no hub (contract 5.1): a document may name another hub than the element's, as copies do. */
function pathInHub(path: string, hub: string): string {
  const short = shortenPath(path, hub)
  return short === path ? path.replace(/^\/hubs\/[^/]+(?=\/)/, '') : short
}
