/** The model of a resource: the shapes of its bodies in Swagger 2.0. One per resource, so it has no id (contract 2.9). */
import Type from 'typebox'
import { createError } from '../../lib/errors.ts'
import type { Route, RouteRequest } from '../../lib/route.ts'
import { optionalFlag, optionalText, orNull } from './body-schema.ts'
import { findResource } from './find-resource.ts'
import { dropNulls, type Holder, type Part, pickSent } from './part.ts'
import { type PartEditing, readBody } from './part-routes.ts'

const path = '/elements/:keyOrId/resources/:resourceId/models'
/** Some clients send the definitions as text. */
const definitions = orNull(Type.Union([Type.Object({}), Type.String()]))

const modelBodySchema = Type.Object({
  name: Type.String({ minLength: 1 }),
  swagger: definitions,
  requestName: optionalText,
  requestSwagger: definitions,
  transform: optionalFlag,
})

/** GET, POST, PUT and DELETE of the model; PUT and DELETE want one that exists: no-model (404). */
export function createResourceModelRoutes({ editor }: Pick<PartEditing, 'editor'>): Route[] {
  const write = async (request: RouteRequest, mustExist: boolean) => {
    const model = await editor.edit(request.caller!, request.params['keyOrId'] ?? '', (draft) => {
      const resource = findResource(draft as unknown as Holder, request.params)
      if (mustExist) demandModel(resource)
      const made = prepareModel(pickSent(readBody(request)))
      resource['model'] = made
      return made
    })
    return { body: showModel(model) }
  }
  return [
    {
      method: 'GET',
      path,
      access: 'public',
      handle: async ({ caller, params }) => {
        const { document } = await editor.read(caller, params['keyOrId'] ?? '')
        return { body: showModel(demandModel(findResource(document as unknown as Holder, params))) }
      },
    },
    { method: 'POST', path, access: 'caller', body: modelBodySchema, handle: (request) => write(request, false) },
    { method: 'PUT', path, access: 'caller', body: modelBodySchema, handle: (request) => write(request, true) },
    {
      method: 'DELETE',
      path,
      access: 'caller',
      handle: async ({ caller, params }) => {
        await editor.edit(caller!, params['keyOrId'] ?? '', (draft) => {
          const resource = findResource(draft as unknown as Holder, params)
          demandModel(resource)
          delete resource['model']
        })
        return { body: undefined }
      },
    },
  ]
}

function demandModel(resource: Part): Holder {
  const model = resource['model'] as Holder | null | undefined
  if (model == null) throw createError('no-model', { params: { id: String(resource.id) } })
  return model
}

function prepareModel(sent: Part): Holder {
  const { rawSwagger: _raw, message: _message, ...model } = sent
  const read = (name: string) => (model[name] == null ? {} : { [name]: readDefinitions(name, model[name]) })
  return { ...model, transform: model['transform'] ?? false, ...read('swagger'), ...read('requestSwagger') }
}

function readDefinitions(name: string, value: unknown): unknown {
  if (typeof value !== 'string') return value
  try {
    const parsed: unknown = JSON.parse(value)
    if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) return parsed
  } catch {
    // Said below: both are no definitions.
  }
  throw createError('invalid-body', { params: { reason: `${name}: expected an object of definitions, or its JSON text` } })
}

/** `rawSwagger` is the same as text, for clients that put it into an editor. */
function showModel(model: Holder): Holder {
  const swagger = model['swagger'] ?? {}
  return dropNulls({ ...model, swagger, rawSwagger: JSON.stringify(swagger) })
}
