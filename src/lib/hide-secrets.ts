/** Keeps our secrets out of a vendor's text that is shown, logged or stored: some vendors echo what they were sent, in one encoding or another. */
import { toStorableText } from './storable-text.ts'

export interface Hiding {
  readonly secrets: readonly (string | null | undefined)[]
  /** Characters (UTF-16) that are kept. */
  readonly longest: number
}

/** Shorter ones are words that may stand in a text by chance, and no secrets. */
const shortest = 4

/**
 * Puts asterisks in place of every secret, then replaces what cannot be stored or shown by U+FFFD, then cuts. A secret is found as it is, in JSON
 * (also within JSON), percent-encoded, in a form and in HTML. What is derived from a secret (base64 of a Basic header) is a secret of its own.
 */
export function hideSecrets(text: string, { secrets, longest }: Hiding): string {
  const present = secrets.filter((secret): secret is string => typeof secret === 'string' && secret.length >= shortest)
  const forms = [...new Set(present)].sort((a, b) => b.length - a.length).map(writePattern)
  const hidden = forms.length === 0 ? text : text.replace(new RegExp(forms.join('|'), 'gi'), '********')
  return toStorableText(hidden.replace(controls, '\ufffd').slice(0, longest))
}

/** C0 and C1 without tab and line ends. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const controls = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]/g

/** Letters and digits stand for themselves in every encoding of ASCII; each other character has its encodings. */
function writePattern(secret: string): string {
  return secret.replace(/(\\*)([^\\]?)/gsu, (_part, run: string, character: string) => {
    if (run === '') return writeForms(character, { any: '\\\\{0,7}', some: '\\\\{1,4}' })
    // Encoding adds backslashes to backslashes. Only the run takes them: two that could would try every way to share them.
    const { length } = run
    const forms = [`\\\\{${length},${8 * length + 7}}`, `(?:\\\\{1,4}u005c){${length}}`, `(?:%5c){${length}}`, `(?:&#92;){${length}}`]
    return `(?:${forms.join('|')})${writeForms(character, { any: '', some: '' })}`
  })
}

const named: Readonly<Record<string, string>> = { '&': 'amp', '<': 'lt', '>': 'gt', '"': 'quot', "'": 'apos' }
const short: Readonly<Record<string, string>> = { '\b': 'b', '\f': 'f', '\n': 'n', '\r': 'r', '\t': 't' }

/** The encodings of one character; `any` and `some` are the backslashes that JSON, or JSON within JSON, puts before it. */
function writeForms(character: string, before: { readonly any: string; readonly some: string }): string {
  if (/^[a-z\d]?$/i.test(character)) return character
  const code = character.codePointAt(0)!
  const units = Array.from({ length: character.length }, (_, index) => character.charCodeAt(index).toString(16).padStart(4, '0'))
  const bytes = [...Buffer.from(character)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`)
  const forms = [
    before.any + escapePattern(character),
    units.map((unit) => `${before.some}u${unit}`).join(''),
    bytes.join(''),
    `&#(?:0{0,6}${code}|x0{0,6}${code.toString(16)});`,
  ]
  if (Object.hasOwn(named, character)) forms.push(`&${named[character]};`)
  if (Object.hasOwn(short, character)) forms.push(`${before.some}${short[character]}`)
  if (character === ' ') forms.push('\\+')
  return `(?:${forms.join('|')})`
}

function escapePattern(character: string): string {
  return character.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')
}
