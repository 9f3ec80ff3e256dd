/** Takes in what `export-vdr.ts` wrote, here or elsewhere (contract 9.5): levels that the file speaks of become as the file has them, all or nothing. */
import Type, { type Static } from 'typebox'
import { demandElement, type ElementFinder } from '../../elements/catalog/finder.ts'
import { createError } from '../../lib/errors.ts'
import { demandObjectName, nameSchema, orNull } from '../check-names.ts'
import type { Db } from '../store/resources.ts'
import { putWhole, recordWhole } from './change-vdr.ts'
import type { Placer } from './place-parts.ts'
import { readSeen } from './read-seen.ts'
import type { Sight } from './sight.ts'
import { type LeveledTransformation, leveledTransformationSchema } from './transformation-parts.ts'
import { aboutMembers, fieldsSchema, readAbout, readSentFields, type SentField } from './vdr-body.ts'
import { readWhole, type Whole } from './whole.ts'
import { writeTransformation } from './write-transformation.ts'

export const importSchema = Type.Object({
  vdrName: Type.Optional(nameSchema),
  definition: orNull(Type.Object({ objectName: Type.Optional(nameSchema), fields: orNull(fieldsSchema), ...aboutMembers })),
  transformation: orNull(Type.Record(Type.String(), leveledTransformationSchema, { maxProperties: 1000 })),
})
export type ImportedVdr = Static<typeof importSchema>

export interface Import {
  readonly name: string
  readonly fields: readonly SentField[]
  readonly about: ReturnType<typeof readAbout>
  /** Under the key of the file: that of an element, or its id. */
  readonly transformations: readonly (readonly [string, LeveledTransformation])[]
}

/** Throws invalid-body (400). */
export function readImport({ vdrName, definition, transformation }: ImportedVdr): Import {
  const name = vdrName ?? definition?.objectName
  if (name === undefined) throw createError('invalid-body', { params: { reason: 'vdrName is missing' } })
  demandObjectName(name)
  return {
    name,
    fields: readSentFields(definition?.fields ?? []),
    about: readAbout(definition ?? {}),
    transformations: Object.entries(transformation ?? {}) as [string, LeveledTransformation][],
  }
}

interface Importing {
  readonly sight: Sight
  readonly placer: Placer
  readonly catalog: Pick<ElementFinder, 'find'>
}

/** Gives it as the caller sees it then. Throws no-element, no-element-id (404): there is no element of a key; and what writing throws. */
export async function importVdr(
  transaction: Db,
  { name, fields, about, transformations }: Import,
  { sight, placer, catalog }: Importing,
): Promise<Whole> {
  // What the system says under the name stays the system's: only what the file says besides becomes the organization's.
  const whole = await putWhole(transaction, name, { sight, placer, fields, replacing: 'levels', about })
  for (const [keyOrId, sent] of transformations) {
    const { id, key } = await demandElement(catalog, keyOrId, sight.caller)
    const now = await readWhole(transaction, sight, name)
    const rows = (await readSeen(transaction, now)).filter((row) => row.elementId === id && row.level !== 'instance')
    await writeTransformation(transaction, {
      whole: now,
      sight,
      placer,
      element: { id, key },
      sent,
      rows,
      replacing: 'levels',
      scripts: 'scripts',
    })
  }
  if (transformations.length > 0) await recordWhole(transaction, whole)
  return readWhole(transaction, sight, name)
}
