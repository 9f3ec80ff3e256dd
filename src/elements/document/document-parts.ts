/** The parts of an element document that have an id (contract 2): where they are, and what tells one from the others across versions and imports. */

export type PartKind = 'configuration' | 'resource' | 'parameter' | 'hook' | 'object' | 'model' | 'field'

/** A part, or any JSON object of a document that is being changed. */
export type Json = Record<string, unknown>

export interface DocumentPart {
  readonly kind: PartKind
  /** Natural key: unique among the parts of its kind, the second of the same with a number. */
  readonly key: string
  /** The part itself, within the document. */
  readonly part: Json
}

/** Every part with an id, in document order. Lists that are absent or null are empty; the document may be an extension, which has some lists only. */
export function listParts(document: object): DocumentPart[] {
  const found: DocumentPart[] = []
  const taken = new Set<string>()
  const add = (kind: PartKind, name: string, part: Json): string => {
    let key = name
    for (let count = 2; taken.has(`${kind} ${key}`); count++) key = `${name} #${count}`
    taken.add(`${kind} ${key}`)
    found.push({ kind, key, part })
    return key
  }
  const addCalled = (scope: string, holder: Json) => {
    for (const part of listOf(holder, 'parameters')) add('parameter', `${scope}${nameParameter(part)}`, part)
    for (const part of listOf(holder, 'hooks')) add('hook', `${scope}${text(part['type'])}`, part)
  }
  const element = document as Json
  for (const part of listOf(element, 'configuration')) add('configuration', text(part['key']), part)
  addCalled('', element)
  for (const part of listOf(element, 'resources')) {
    const key = add('resource', `${text(part['method'])} ${text(part['path'])}`, part)
    addCalled(`${key}: `, part)
  }
  for (const [kind, list] of [['object', 'objects'] as const, ['model', 'models'] as const]) {
    for (const part of listOf(element, list)) {
      const key = add(kind, text(part['name']), part)
      for (const field of listOf(part, 'fields')) add('field', `${kind} ${key}: ${text(field['name'] ?? field['vendorPath'])}`, field)
    }
  }
  return found
}

/** A copy whose parts are copies too; what lies within a part is shared with the original. */
export function copyParts<T extends object>(document: T): T {
  const copy = (holder: Json, lists: readonly string[]): Json => {
    const made = { ...holder }
    for (const name of lists) {
      if (Array.isArray(holder[name])) made[name] = listOf(holder, name).map((part) => copy(part, ['parameters', 'hooks', 'fields']))
    }
    return made
  }
  return copy(document as Json, ['configuration', 'parameters', 'hooks', 'resources', 'objects', 'models']) as T
}

/** Calls `visit` with every part, in document order, and the list it stands in. Cheaper than `listParts` where nobody asks for names. */
export function visitParts(document: object, visit: (part: Json, list: string) => void): void {
  const element = document as Json
  for (const name of ['configuration', 'parameters', 'hooks', 'resources', 'objects', 'models']) {
    for (const part of listOf(element, name)) {
      visit(part, name)
      for (const inner of ['parameters', 'hooks', 'fields']) for (const nested of listOf(part, inner)) visit(nested, inner)
    }
  }
}

const owners = ['elementId', 'resourceId', 'ownerAccountId']

/** Forgets, in place, the ids and owners that parts have from wherever the document comes (contract 2.3). */
export function dropIds(document: object): void {
  visitParts(document, (part) => dropMembers(part, ['id', ...owners]))
}

/** Forgets, in place, what parts say of whom they belong to. */
export function dropOwners(document: object): void {
  visitParts(document, (part) => dropMembers(part, owners))
}

function dropMembers(part: Json, names: readonly string[]): void {
  for (const name of names) if (name in part) delete part[name]
}

function nameParameter(part: Json): string {
  return `${text(part['type'])} ${text(part['name'])} > ${text(part['vendorType'])} ${text(part['vendorName'])}`
}

function listOf(holder: Json, name: string): Json[] {
  const list = holder[name]
  return Array.isArray(list) ? list.filter((part): part is Json => typeof part === 'object' && part !== null && !Array.isArray(part)) : []
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value ?? '')
}
