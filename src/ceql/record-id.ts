/** Ids as SOQL has them: 15 characters, in which case counts, or 18, of which the last three tell the case of the others. */

const checks = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345'

/** Whether a text can be the id of a record. */
export function isRecordId(text: string): boolean {
  if (!/^[0-9A-Za-z]{15}(?:[A-Z0-5]{3})?$/.test(text)) return false
  return text.length === 15 || text.slice(15) === writeCheck(text.slice(0, 15))
}

function writeCheck(short: string): string {
  const blocks = [short.slice(0, 5), short.slice(5, 10), short.slice(10)]
  return blocks
    .map((block) => checks[Array.from(block, (character, at) => Number(/[A-Z]/.test(character)) << at).reduce((a, b) => a | b)])
    .join('')
}
