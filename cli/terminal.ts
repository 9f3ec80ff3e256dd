/** Where commands write: the standard streams, or a test's lists. */
export interface Terminal {
  readonly write: (line: string) => void
  readonly writeError: (line: string) => void
}
