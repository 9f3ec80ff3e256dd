/** Date masks of Java's SimpleDateFormat (`MM/dd/yyyy HH:mm`, `yyyy-MM-dd'T'HH:mm:ss'Z'`) as functions. A text without a zone is UTC, and UTC is what is printed. */
import { type DateParts, type MaskLetter, maskLetters } from './mask-letters.ts'

export interface DateMask {
  /** Epoch milliseconds, or undefined when the text is not of the mask or names no real moment. */
  readonly parse: (text: string) => number | undefined
  readonly print: (instant: number) => string
  /** The mask says nothing but a day. */
  readonly isDay: boolean
}

type Part = { readonly text: string } | { readonly letter: MaskLetter; readonly name: string; readonly count: number }

const longestMask = 100
const longestText = 200

/** @throws {Error} naming the letter that is not understood. */
export function compileDateMask(mask: string): DateMask {
  if (mask.length > longestMask) throw new Error(`a date mask has at most ${longestMask} characters`)
  const parts = splitMask(mask.trim())
  const letters = parts.filter((part) => 'letter' in part)
  const form = new RegExp(`^${parts.map((part, at) => printForm(part, parts[at + 1])).join('')}$`, 'i')
  return {
    parse: (text) => {
      const match = text.length > longestText ? null : form.exec(text.trim())
      if (match === null) return undefined
      const read: DateParts = {}
      for (const [at, { letter }] of letters.entries()) letter.read(match[at + 1]!, read)
      return readMoment(read)
    },
    print: (instant) => {
      const date = new Date(instant)
      return parts.map((part) => ('text' in part ? part.text : part.letter.print(date, part.count))).join('')
    },
    isDay: letters.every(({ name }) => 'yuMLdE'.includes(name)),
  }
}

/** Runs of one letter, texts in apostrophes (two are one), and anything else as it is. */
const maskPart = /'((?:[^']|'')*)'|([A-Za-z])\2*|[^A-Za-z']+/gy

function splitMask(mask: string): Part[] {
  const parts: Part[] = []
  let end = 0
  for (const [text, quoted, name] of mask.matchAll(maskPart)) {
    end += text.length
    if (name !== undefined) parts.push({ letter: findLetter(name), name, count: text.length })
    else addText(parts, quoted === undefined ? text : quoted === '' ? "'" : quoted.replaceAll("''", "'"))
  }
  if (end !== mask.length) throw new Error(`the date mask ${JSON.stringify(mask)} has an apostrophe that is not closed`)
  return parts
}

/** To the text before it: one run of blanks stays one in the expression, which can then not be tried in many ways. */
function addText(parts: Part[], text: string): void {
  const last = parts.at(-1)
  if (last !== undefined && 'text' in last) parts[parts.length - 1] = { text: last.text + text }
  else parts.push({ text })
}

function findLetter(name: string): MaskLetter {
  const letter = Object.hasOwn(maskLetters, name) ? maskLetters[name] : undefined
  if (letter !== undefined) return letter
  const hint =
    name === 'Y' ? 'the year is y' : name === 'D' ? 'the day of the month is d' : `letters are ${Object.keys(maskLetters).join(', ')}`
  throw new Error(`the date mask letter ${name} is not understood: ${hint}`)
}

function printForm(part: Part, next: Part | undefined): string {
  if ('text' in part) return part.text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&').replace(/\s+/g, '\\s+')
  return `(${part.letter.form(part.count, isNumeric(next))})`
}

function isNumeric(part: Part | undefined): boolean {
  return part !== undefined && 'letter' in part && (/[yudHkKhmsS]/.test(part.name) || (/[ML]/.test(part.name) && part.count < 3))
}

function readMoment(read: DateParts): number | undefined {
  const { year = 1970, month = 1, day = 1, hour = 0, isAfternoon = false, minute = 0, second = 0, millisecond = 0, offset = 0 } = read
  const fullHour = isAfternoon && hour < 12 ? hour + 12 : hour
  if (fullHour > 23 || minute > 59 || second > 59) return undefined
  const date = new Date(Date.UTC(year, month - 1, day, fullHour, minute, second, millisecond))
  // Date.UTC takes years before 100 for those of the last century.
  date.setUTCFullYear(year)
  // It carries over what is out of range; a day that moved was none.
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return undefined
  return date.getTime() - offset * 60_000
}
