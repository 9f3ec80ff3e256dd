/** One step of the schema. */
export interface Migration {
  /** 1, 2, 3, … without gaps. */
  readonly version: number
  readonly name: string
  /** The oldest schema version whose server still works on the schema this migration makes. */
  readonly compatibleBackTo: number
  readonly sql: string
}
