/** Documentation as a whole: its routes, and the answer to the hub's GET /objects/{name}/docs. */
import type { AnswerParts } from '../hub/answer.ts'
import type { Route } from '../lib/route.ts'
import { createDocuments } from './documents.ts'
import { documentObject } from './object-docs.ts'
import { createDocsRoutes, type DocsParts } from './routes.ts'

export interface Docs extends Pick<AnswerParts, 'documentObject'> {
  readonly routes: Route[]
}

/** Builds it; documents are remembered per compiled element. */
export function createDocs(parts: Omit<DocsParts, 'documents'>): Docs {
  const all = { ...parts, documents: createDocuments() }
  return { routes: createDocsRoutes(all), documentObject: (instance, request) => documentObject(all, instance, request) }
}
