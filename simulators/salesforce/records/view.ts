// Records as the API shows them.
import type { Field } from '../schema/field.ts'
import type { Row } from '../tenant.ts'

/** `attributes`, which stand first in every record. */
export function showAttributes(row: Row, version: string): Record<string, unknown> {
  return { type: row.object.name, url: `/services/data/${version}/sobjects/${row.object.name}/${row.id}` }
}

/** A whole record, or some fields of it. */
export function showRow(row: Row, fields: readonly Field[], version: string): Record<string, unknown> {
  const shown: Record<string, unknown> = { attributes: showAttributes(row, version) }
  for (const field of fields) shown[field.name] = showValue(row, field, version)
  return shown
}

/** One value; a file is the address of its bytes, an address is put together. */
export function showValue(row: Row, field: Field, version: string): unknown {
  const { values, object } = row
  if (field.type === 'base64')
    return values[field.name] === null ? null : `/services/data/${version}/sobjects/${object.name}/${row.id}/${field.name}`
  if (field.type === 'address') return showAddress(values, field.name.replace(/Address$/, ''))
  return values[field.name] ?? null
}

function showAddress(values: Record<string, unknown>, prefix: string): Record<string, unknown> | null {
  const part = (name: string) => values[prefix + name] ?? null
  const address = {
    city: part('City'),
    country: part('Country'),
    geocodeAccuracy: null,
    latitude: null,
    longitude: null,
    postalCode: part('PostalCode'),
    state: part('State'),
    street: part('Street'),
  }
  return Object.values(address).every((each) => each === null) ? null : address
}
