/** Logo and favicon of an organization: a file in, the same bytes out (contract 8.6). */
import { recordChange } from '../../audit/record-change.ts'
import { createError } from '../../lib/errors.ts'
import { readFilePart } from '../../lib/read-file-part.ts'
import { callerOf } from '../../lib/read-request.ts'
import type { Route, RouteReply, RouteRequest } from '../../lib/route.ts'
import type { Database } from '../../store/database.ts'
import { demandPrivilege } from '../roles.ts'
import { deleteImage, type Image, type ImageKind, putImage, readImage } from './branding-store.ts'
import { imageTypes, recogniseImage } from './recognise-image.ts'

/** Bytes: it comes with every page. */
const largest = 1024 * 1024

/** An image may hold scripts (SVG): opened by itself, it runs none and loads nothing. */
const imageHeaders = { 'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox" }

/** PUT and POST do the same. */
export function createImageRoutes({ database }: { readonly database: Database }): readonly Route[] {
  return (['logo', 'favicon'] as const).flatMap((kind) => createRoutesOf(database, kind))
}

function createRoutesOf(database: Database, kind: ImageKind): readonly Route[] {
  const path = `/organizations/branding/${kind}`
  const show = async (request: RouteRequest): Promise<RouteReply> => {
    const image = await readImage(database.db, callerOf(request).organizationId, kind)
    if (image === undefined) throw createError('no-branding-image', { params: { kind } })
    return { headers: { ...imageHeaders, 'content-type': image.contentType }, body: image.bytes }
  }
  const change = async (request: RouteRequest, read?: () => Promise<Image>): Promise<RouteReply> => {
    const caller = callerOf(request)
    demandPrivilege(caller, 'manageUiBranding')
    const image = await read?.()
    const { organizationId } = caller
    await database.db.transaction().execute(async (transaction) => {
      if (image === undefined) await deleteImage(transaction, organizationId, kind)
      else await putImage(transaction, organizationId, { kind, ...image })
      await recordChange(transaction, { area: 'organizations', entityId: organizationId, entityName: kind })
    })
    return { body: undefined }
  }
  const put = (request: RouteRequest) => change(request, () => readUpload(request, kind))
  return [
    { method: 'GET', path, access: 'caller', handle: show },
    { method: 'PUT', path, access: 'caller', upload: true, handle: put },
    { method: 'POST', path, access: 'caller', upload: true, handle: put },
    { method: 'DELETE', path, access: 'caller', handle: (request) => change(request) },
  ]
}

async function readUpload({ body }: RouteRequest, kind: ImageKind): Promise<Image> {
  const contentType = body.kind === 'stream' ? body.contentType : body.kind === 'json' ? 'application/json' : 'nothing'
  if (body.kind !== 'stream' || !/^multipart\/form-data\s*;/i.test(contentType))
    throw createError('unsupported-media-type', { params: { contentType, expected: 'multipart/form-data with an image as file' } })
  const refuse = (reason: string, cause?: unknown) => createError('image-refused', { params: { kind, reason }, cause })
  const bytes = await readFilePart(body.stream, contentType, { largest, refuse })
  if (bytes === undefined) throw refuse('the request has no file')
  const recognised = recogniseImage(bytes)
  if (recognised === undefined) throw refuse(`expected an image (${imageTypes})`)
  return { contentType: recognised, bytes }
}
