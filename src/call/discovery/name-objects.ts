/** Path parameters that name an object of the instance (`/{objectName}`): known ones go on under the vendor's name. */
import { createError } from '../../lib/errors.ts'
import type { CallSession } from '../send.ts'
import type { Target } from '../types.ts'
import { findObject } from './vendor-objects.ts'

/** What a name may be made of, so that it can stand in a path or a statement as it is. */
const nameForm = /^[A-Za-z]\w*$/

/** Puts the vendor's names in the place of the client's. Throws no-object (404), or what listing the vendor's objects throws. */
export async function nameObjects(session: CallSession, target: Target): Promise<Target> {
  const pathParameters = { ...target.pathParameters }
  for (const parameter of target.resource.knownObjects) {
    const name = pathParameters[parameter] ?? ''
    const object = nameForm.test(name) && isListed(session, name) ? await findObject(session, name) : undefined
    if (object === undefined) throw createError('no-object', { params: { name: name.slice(0, 100) } })
    pathParameters[parameter] = object.vendorName
  }
  return { ...target, pathParameters }
}

/** What only the paths of other resources name is no object of the vendor. */
function isListed({ instance: { element } }: CallSession, name: string): boolean {
  return !Object.hasOwn(element.objects, name) || Object.hasOwn(element.document.octet?.objects ?? {}, name)
}
