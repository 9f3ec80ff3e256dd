/** What an author of an element must know when a document is well-formed and still cannot work. */

export class CompileError extends Error {
  override readonly name = 'CompileError'

  constructor(element: string, place: string, reason: string) {
    super(`element ${element}, ${place}: ${reason}`)
  }
}
