/** The objects that a vendor lists beside those that the element names (contract 5.3), as the cache has them. */
import type { ObjectFields, VendorObject } from '../../elements/compile/compiled-discovery.ts'
import { createError, OctetError } from '../../lib/errors.ts'
import { keepList } from '../keep-list.ts'
import { readList } from '../read-list.ts'
import type { CallSession } from '../send.ts'

/** The vendor's objects by name; none where the element does not ask for them. Throws what the vendor or the way to it answers. */
export async function listObjects(session: CallSession): Promise<ReadonlyMap<string, VendorObject>> {
  const list = session.instance.element.discovery?.objects
  if (list === undefined) return none
  const answer = await keepList(session, 'objects', async (shared) => {
    const found = (await readList(shared, list)).map(list.read).filter((object) => object !== undefined)
    return { value: new Map(found.map((object) => [object.name, object])), seconds: list.seconds }
  })
  if (answer instanceof OctetError) throw answer
  return answer
}

const none: ReadonlyMap<string, VendorObject> = new Map()

/**
 * An object by the name that clients say: what the element names itself comes first and needs no vendor. Undefined: there is none of that name.
 * Throws what listing the vendor's objects throws; no-object (404), with the vendor's words, where it is forbidden: then what the element names is all there is.
 */
export async function findObject(session: CallSession, name: string): Promise<ObjectFields | undefined> {
  const { objects, discovery } = session.instance.element
  if (Object.hasOwn(objects, name)) return objects[name]
  const object =
    discovery?.objects === undefined ? undefined : findByName(await listAllowed(session, name), name, discovery.objects.anyCase)
  return object === undefined ? undefined : (discovery?.describe(object) ?? bare(object))
}

async function listAllowed(session: CallSession, name: string): Promise<ReadonlyMap<string, VendorObject>> {
  try {
    return await listObjects(session)
  } catch (error) {
    if (!(error instanceof OctetError) || error.code !== 'vendor-refused' || error.status !== 403) throw error
    const { providerMessage } = error
    throw createError('no-object', { params: { name: name.slice(0, 100) }, ...(providerMessage !== undefined && { providerMessage }) })
  }
}

function findByName(objects: ReadonlyMap<string, VendorObject>, name: string, anyCase: boolean): VendorObject | undefined {
  const object = objects.get(name)
  if (object !== undefined || !anyCase) return object
  const folded = name.toLowerCase()
  return [...objects.values()].find((each) => each.name.toLowerCase() === folded)
}

/** An object that the vendor lists and does not describe. */
function bare({ vendorName }: VendorObject): ObjectFields {
  return { vendorName, fields: [], custom: undefined, discovered: undefined }
}
