/** A client that sends back what it read sends inherited fields too: they stay where they are said, and are not copied down. */
import type { TransformationField } from '../store/transformation-document.ts'
import type { SentTransformation } from './transformation-body.ts'

type SentField = NonNullable<SentTransformation['fields']>[number] & { readonly level?: unknown; readonly associatedLevel?: unknown }

/** The fields without those that say they are of another level and are said so there. */
export function dropInherited(fields: readonly SentField[], level: string, inherited: readonly TransformationField[]): SentField[] {
  const said = new Set(inherited.map(describe))
  return fields.filter((field) => {
    const from = field.associatedLevel ?? field.level ?? level
    return from === level || !said.has(describe(field))
  })
}

/** All that a field says but whose it is and what number it has. */
function describe(field: object): string {
  const members = Object.entries(field)
    .filter(([name, value]) => !['id', 'vdrFieldId', 'level', 'associatedLevel', 'associatedId'].includes(name) && value !== null)
    .sort(([a], [b]) => (a < b ? -1 : 1))
  return JSON.stringify(members)
}
