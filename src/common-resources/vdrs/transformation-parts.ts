/** A transformation of several levels as clients send it, and its parts sorted to the levels they speak for. */
import Type, { type Static } from 'typebox'
import { orNull } from '../check-names.ts'
import { isSamePlace, type Placed } from '../levels.ts'
import { type SentTransformation, transformationSchema } from '../transformations/transformation-body.ts'
import type { Leveled, Placer } from './place-parts.ts'
import { leveled } from './vdr-body.ts'

const scriptsSchema = orNull(Type.Array(Type.Object({ body: Type.String() }), { maxItems: 1000 }))

export const leveledTransformationSchema = Type.Interface([transformationSchema], {
  scripts: scriptsSchema,
  elementKey: orNull(Type.String()),
  elementId: orNull(Type.Unknown()),
  ...leveled,
})

type Script = NonNullable<SentTransformation['script']> & Leveled
type Flag = NonNullable<SentTransformation['configuration']>[number] & Leveled
type Field = NonNullable<SentTransformation['fields']>[number] & Leveled

export interface LeveledTransformation
  extends Omit<Static<typeof leveledTransformationSchema>, 'fields' | 'configuration' | 'script' | 'scripts'> {
  readonly fields?: readonly Field[] | null
  readonly configuration?: readonly Flag[] | null
  readonly script?: Script | null
  readonly scripts?: readonly Script[] | null
}

/** What one level is to say. */
export interface LevelContent extends Placed {
  readonly fields: Field[]
  readonly flags: Flag[]
  script?: Script
}

/** Which script counts where the one and the list of all levels differ: an edit of the one, or the list as it was exported (contract 9.5). */
export type ScriptChoice = 'script' | 'scripts'

/** Flags that name no level are said at every level that something is sent for. Without any part it is the level where parts would go. */
export function placeTransformation(sent: LeveledTransformation, placer: Placer, choice: ScriptChoice): LevelContent[] {
  const contents: LevelContent[] = []
  const open = (part: Leveled, what: string) => {
    const target = placer.place(part, what)
    if (target === undefined) return undefined
    const found = contents.find((each) => isSamePlace(each, target))
    if (found !== undefined) return found
    const content: LevelContent = { ...target, fields: [], flags: [] }
    contents.push(content)
    return content
  }
  const flags = sent.configuration ?? []
  for (const field of sent.fields ?? []) open(field, 'fields')?.fields.push(field)
  for (const flag of flags.filter(namesLevel)) open(flag, 'configuration')?.flags.push(flag)
  for (const script of chooseScripts(sent, choice)) {
    const content = open(script, 'scripts')
    if (content !== undefined) content.script ??= script
  }
  const isBare = (sent.fields ?? []).length === 0 && chooseScripts(sent, choice).length === 0 && !flags.some(namesLevel)
  if (isBare) open({}, 'transformations')
  for (const flag of flags.filter((each) => !namesLevel(each))) for (const content of contents) content.flags.push(flag)
  return contents
}

function chooseScripts({ script, scripts }: LeveledTransformation, choice: ScriptChoice): Script[] {
  const one = script == null ? [] : [script]
  const all = scripts ?? []
  return choice === 'script' || all.length === 0 ? [...one, ...all] : [...all]
}

function namesLevel({ level, associatedLevel }: Leveled): boolean {
  return level != null || associatedLevel != null
}
