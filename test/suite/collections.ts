/** The lists of an element, read from its document: which verbs each has, and below which other one it stands. */
import type { ElementDocument, ResourceDocument } from '../../src/elements/document/element-document.ts'
import type { Sample, Subject } from './subject.ts'

export interface Collection {
  /** Of the document, without hub and leading slash. */
  readonly path: string
  /** Where it is called: the path with the name of an object for its parameter. Of a list below another one, from its own name on. */
  readonly at: string
  /** Path of the list above. */
  readonly parent?: string
  /** Verbs of the list and of one record. */
  readonly list: ReadonlySet<string>
  readonly item: ReadonlySet<string>
  readonly isSearchable: boolean
  readonly sample?: Sample
}

/** All of them: those of the first level, and those of two levels below a record. */
export function readCollections({ resources, hub }: ElementDocument, { samples }: Subject): Collection[] {
  const named = resources
    .filter(({ type = 'api' }) => type === 'api')
    .map((resource) => ({ ...resource, path: resource.path.replace(`/hubs/${hub}/`, '') }))
  const paths = [...new Set(named.filter(isList).map(({ path }) => path))]
  return paths.map((path) => {
    const [, parent, last = path] = /^(.+)\/\{[^}]+\}\/([^{}/]+)$/.exec(path) ?? []
    const sample = samples[path] ?? samples[last]
    const own = named.filter((each) => each.path === path)
    const verbs = (wanted: RegExp) => new Set(named.filter((each) => wanted.test(each.path)).map(({ method }) => method))
    return {
      path,
      at: sample?.at ?? last,
      ...(parent !== undefined && { parent }),
      list: new Set(own.map(({ method }) => method)),
      item: verbs(new RegExp(`^${path.replace(/[{}]/g, '\\$&')}/\\{[^}]+\\}$`)),
      isSearchable: own.find(({ method }) => method === 'GET')?.octet?.where !== false,
      ...(sample !== undefined && { sample }),
    }
  })
}

function isList({ method, path, octet }: ResourceDocument): boolean {
  if (method !== 'GET' || octet?.response !== undefined || octet?.picklist !== undefined || octet?.paging === false) return false
  return /^[^/]+(\/\{[^}]+\}\/[^{}/]+)?$/.test(path) && !/\{[^}]+\}\/.*\{|\/\{[^}]+\}$/.test(path)
}
