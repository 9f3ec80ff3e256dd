/** Where a vendor keeps a value: a member, a dotted path, or a member of the item of a collection that holds a slot (`phone_numbers[PHONE2].number`). */
import type { ObjectTransformation } from './document.ts'

export type VendorPlace =
  | { readonly kind: 'member'; readonly name: string }
  | { readonly kind: 'path'; readonly path: string }
  | {
      readonly kind: 'slot'
      /** Dotted path of the collection. */
      readonly collection: string
      /** Member of an item that names its slot. */
      readonly discriminator: string
      readonly slot: string
      /** Dotted path inside the item. */
      readonly inner: string
    }

const slotForm = /^([^[\]]+)\[([^[\]*]*[^[\]*\d][^[\]*]*)\]\.(.+)$/

/** Reads a vendor path of a field. Throws when it names a slot of a collection that has none. */
export function parseVendorPlace(path: string, slots: ObjectTransformation['slots']): VendorPlace {
  const match = slotForm.exec(path)
  if (match === null) return /[.[\]]/.test(path) || path in Object.prototype ? { kind: 'path', path } : { kind: 'member', name: path }
  const [, collection = '', slot = '', inner = ''] = match
  const discriminator = slots !== undefined && Object.hasOwn(slots, collection) ? slots[collection] : undefined
  if (discriminator === undefined)
    throw new Error(`${JSON.stringify(path)}: slots does not say how the items of ${collection} are told apart`)
  return { kind: 'slot', collection, discriminator, slot, inner }
}
