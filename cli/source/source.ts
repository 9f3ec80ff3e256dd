/** An element as its author has it: one file or a folder. Knows at which line of which file each member of the document stands. */
export interface Place {
  readonly file: string
  /** From 1. */
  readonly line: number
  readonly column: number
  /** The file is a hook's script, so lines of the script are lines of the file. */
  readonly isScript?: boolean
}

export interface Mistake {
  readonly place: Place
  readonly message: string
}

export interface Source {
  /** Undefined when `mistakes` say why there is none. */
  readonly document: unknown
  /** What stands in the way of reading it: broken JSON, members given twice, files missing. */
  readonly mistakes: readonly Mistake[]
  /** Where a member stands; the nearest holder of one that is not written down. */
  locate(path: readonly (string | number)[]): Place
}
