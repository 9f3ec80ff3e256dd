// The object a path names, and the fields a query parameter names.
import type { Call } from '../call.ts'
import { refuse, refuseAddress } from '../errors.ts'
import type { Field } from '../schema/field.ts'
import { findField, type ObjectType } from '../schema/object.ts'

/** The object of the path. @throws ApiError 404 when there is none */
export function readObject({ tenant, params }: Call): ObjectType {
  const object = tenant.objects.get((params['object'] ?? '').toLowerCase())
  if (!object) throw refuseAddress()
  return object
}

/** The fields of `fields=`, or all. @throws ApiError 400 for one the object has not */
export function readFields({ query }: Pick<Call, 'query'>, object: ObjectType): readonly Field[] {
  const asked = query.get('fields')
  if (!asked) return object.fields
  const fields = asked.split(',').map((name) => {
    const field = findField(object, name.trim())
    if (!field) {
      const reason = `No such column '${name.trim()}' on entity '${object.name}'. If you are attempting to use a custom field, be sure to append the '__c' after the custom field name. Please reference your WSDL or the describe call for the appropriate names.`
      throw refuse(400, 'INVALID_FIELD', reason)
    }
    return field
  })
  const id = object.fields[0] as Field
  return [...new Set([...fields, id])]
}
