// Record ids: a prefix that names the object, twelve more characters, and three that tell capitals from small letters.
const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const checks = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345'

/** The id of 18 characters for a prefix of three, the five characters of an organization, and a number. */
export function createId(prefix: string, pod: string, number: number): string {
  let rest = number
  let tail = ''
  for (let at = 0; at < 7; at += 1) {
    tail = digits[rest % 62] + tail
    rest = Math.floor(rest / 62)
  }
  const short = `${prefix}${pod}${tail}`
  return short + computeCheck(short)
}

/** An id of 15 or 18 characters as one of 18; undefined for anything else. */
export function readId(value: unknown): string | undefined {
  if (typeof value !== 'string' || !/^[0-9A-Za-z]{15}(?:[A-Z0-5]{3})?$/.test(value)) return undefined
  const short = value.slice(0, 15)
  const long = short + computeCheck(short)
  return value.length === 15 || value === long ? long : undefined
}

function computeCheck(short: string): string {
  let check = ''
  for (let block = 0; block < 3; block += 1) {
    let bits = 0
    for (let at = 0; at < 5; at += 1) if (/[A-Z]/.test(short[block * 5 + at] ?? '')) bits |= 1 << at
    check += checks[bits]
  }
  return check
}
