/** The digits of a bare number as every dialect reads them. */
export function writeNumber(text: string): string {
  return /^-?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i.test(text) ? text : String(Number(text))
}
