/** What is stored of a transformation beside the columns of its row; unknown members of clients are kept (contract 1.12). */
import type { MappingField, MappingFlag } from '../../transform/mapping/mapping-document.ts'

export interface TransformationField extends MappingField {
  readonly id?: number | undefined
  /** The field of the definition that it fills. */
  readonly vdrFieldId?: number | undefined
  readonly [member: string]: unknown
}

export interface TransformationScript {
  readonly body: string
  readonly mimeType?: string | undefined
  readonly filterEmptyResponse?: boolean | undefined
  readonly [member: string]: unknown
}

export interface TransformationDocument {
  readonly fields: readonly TransformationField[]
  readonly configuration: readonly MappingFlag[]
  readonly script?: TransformationScript | undefined
  /** The script is of the old engine. */
  readonly isLegacy: boolean
  readonly [member: string]: unknown
}

/** Members of clients without a meaning here; a `message` is none of them, for clients take it for an error (trap 7). */
export function omitKnown({
  fields: _fields,
  configuration: _configuration,
  script: _script,
  isLegacy: _isLegacy,
  message: _message,
  ...others
}: TransformationDocument): object {
  return others
}
