/** What a password must be (contract 8.5), and what is told of one that is not (1.9). Pure. */

export interface PasswordPolicy {
  readonly minLength: number
  readonly minUppercase: number
  readonly minLowercase: number
  readonly minNumbers: number
  readonly minSymbols: number
  /** What counts as a special character. */
  readonly symbolCharacterSet: string
  /** So many of the last passwords, the present one among them, may not be taken again. */
  readonly previousPasswordCount: number
  /** 0: never. */
  readonly expirationDays: number
}

/** Whose password it is: it may not hold their names. */
export interface Person {
  readonly email: string
  readonly firstName: string
  readonly lastName: string
}

/** Of organizations that have none of their own. */
export const defaultPolicy: PasswordPolicy = {
  minLength: 8,
  minUppercase: 1,
  minLowercase: 1,
  minNumbers: 1,
  minSymbols: 0,
  symbolCharacterSet: ' !"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~',
  previousPasswordCount: 0,
  expirationDays: 0,
}

/** Far above what people type; what is longer only costs time. */
export const longestPassword = 1024

/** Shorter names stand in every second word. */
const shortestName = 3

/** What is missing in a password, in words that follow "a password must"; empty: nothing. */
export function checkPassword(policy: PasswordPolicy, password: string, person?: Person): readonly string[] {
  const symbols = new Set(policy.symbolCharacterSet)
  const characters = [...password]
  const count = (matches: (character: string) => boolean) => characters.filter(matches).length
  const { minLength, minUppercase, minLowercase, minNumbers, minSymbols } = policy
  const hints: string[] = []
  if (characters.length < minLength) hints.push(`have at least ${say(minLength, 'character')}`)
  if (password.length > longestPassword) hints.push(`have at most ${longestPassword} characters`)
  if (count((it) => /\p{Lu}/u.test(it)) < minUppercase) hints.push(`have at least ${say(minUppercase, 'uppercase character')}`)
  if (count((it) => /\p{Ll}/u.test(it)) < minLowercase) hints.push(`have at least ${say(minLowercase, 'lowercase character')}`)
  if (count((it) => /\p{Nd}/u.test(it)) < minNumbers) hints.push(`have at least ${say(minNumbers, 'numeric character')}`)
  if (count((it) => symbols.has(it)) < minSymbols)
    hints.push(`have at least ${say(minSymbols, 'special character')} (${policy.symbolCharacterSet})`)
  return person === undefined ? hints : [...hints, ...findNames(password, person)]
}

function findNames(password: string, { email, firstName, lastName }: Person): readonly string[] {
  const text = password.toLowerCase()
  const holds = (name: string) => name.trim().length >= shortestName && text.includes(name.trim().toLowerCase())
  const hints: string[] = []
  if (holds(firstName)) hints.push('not contain the first name')
  if (holds(lastName)) hints.push('not contain the last name')
  if (holds(email.split('@')[0] ?? '')) hints.push('not contain the username')
  return hints
}

function say(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`
}
