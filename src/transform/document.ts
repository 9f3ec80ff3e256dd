/**
 * The mapping of one object between hub and vendor as an author writes it: data only, under `octet.transformations` of an element document.
 * Paths are dotted (`company.id`); a name in brackets is a slot of a collection (`email_addresses[EMAIL1].email`).
 */
import type { TextMeaning } from '../ceql/dialect.ts'
import type { FilterOperator, FilterTarget, LiteralType } from '../ceql/searchable-field.ts'

export type { FilterOperator, FilterTarget, LiteralType, TextMeaning }

export interface ObjectTransformation {
  readonly vendorName: string
  readonly fields: readonly FieldTransformation[]
  /** Vendor collections whose items are told apart by a member: `{"email_addresses": "field"}` makes `email_addresses[EMAIL1].email` a path. */
  readonly slots?: Readonly<Record<string, string>>
  /** Vendor-defined fields carried in a list of `{id, value}`; their names come from a directory. */
  readonly custom?: {
    readonly vendorPath: string
    readonly id: string
    readonly value: string
    readonly prefix: string
    readonly directory: string
  }
  /** Hub fields with a fixed value, answered on every read: where `fields` lists the name, otherwise after all fields. `where` on one is answered without the vendor. */
  readonly constants?: Readonly<Record<string, string | number | boolean>>
  /** Hub fields that the vendor does not take: writing one is a 400 that reads `Names: reason`; a null is ignored, for nothing is lost by it. What reads answer cannot be refused. */
  readonly refused?: Readonly<Record<string, string>>
  /** `pass`: members that no field claims go through as they are, both ways. A field's own vendor member stays visible too, unless the field `hides` it. */
  readonly others?: 'pass'
  /** Where the vendor wants what passes: members other than `except` are written into the member `into`; clients may send them there or beside it. */
  readonly nest?: { readonly into: string; readonly except?: readonly string[] }
  /** `lower`: the vendor's names are in lower case; what passes (with `nest`: into it) is written so, however the client spells it. */
  readonly names?: 'lower'
  /** What `where` and `orderBy` may ask besides the fields listed. */
  readonly search?: {
    readonly others?: {
      /** A regular expression that a name must match to be asked of the vendor under itself. */
      readonly pattern: string
      /** Taken from the beginning of the name before: where reads answer the field is not where searches ask for it. */
      readonly strip?: string
      /** A regular expression on names, as they are asked, of ids that the vendor describes nowhere, as those of other objects (`Owner.Id`). */
      readonly ids?: string
    }
  }
}

export interface FieldTransformation {
  /** The hub's name of the field (the wire name of the original). */
  readonly path: string
  /** Where the vendor's answer has it: `given_name`, `company.id`, `email_addresses[EMAIL1].email`. */
  readonly vendorPath: string
  /** Where a write puts it, when that differs. */
  readonly vendorWritePath?: string
  /** Type on the hub side. Default string. `date` and `datetime` are ISO 8601, UTC. */
  readonly type?: 'string' | 'number' | 'boolean' | 'date' | 'datetime'
  /** Type on the vendor's side when it differs (ids that are strings there and numbers here). */
  readonly vendorType?: 'string' | 'number' | 'boolean'
  /** Default `write` (read and write). */
  readonly access?: 'read' | 'write'
  /** A value list of `octet.values`, or one given here: hub value → vendor value. Values in neither list pass through unchanged on read; on write they are a 400 when `strictValues`. */
  readonly values?: string | Readonly<Record<string, string>>
  readonly strictValues?: boolean
  /** The vendor's value is the id of an entry of this directory, and the hub answers the entry's name. Only with access `read`. */
  readonly directory?: string
  /** Numbers: vendor value = hub value × scale on write, ÷ on read (minor units of money). */
  readonly scale?: number
  /** Where other members pass: the vendor's own member is not answered beside this field. Only for a member of the record itself. */
  readonly hides?: boolean
  /**
   * How `where` on this field becomes the vendor's filter: a name (operator `=` only), or operator → name. `LIKE` means prefix matches ('abc%') only.
   * A name that stands under `=` too is compared with the client's operator (`amount>5`); one under `>`, `>=`, `<`, `<=` alone is a bound and set by equality (`since==…`).
   */
  readonly filter?: string | Readonly<Partial<Record<FilterOperator | '*', FilterTarget>>>
  /** How `where` compares the vendor's values: an `id` and one of a `picklist` are whole words; a `code` is a word whose case always counts, `codes` several of them in one text. Default: as the literal is written. */
  readonly literal?: LiteralType
}
