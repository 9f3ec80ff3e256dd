// Text as the vendor's index sees it: words without regard to case.
import { refuse } from './fields.ts'

/** The words of a text, lower case. */
function splitWords(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []
}

const modes: Record<string, (wanted: string) => (text: string) => boolean> = {
  full_words: (wanted) => {
    const words = splitWords(wanted)
    return (text) => {
      const present = new Set(splitWords(text))
      return words.every((each) => present.has(each))
    }
  },
  beginning_of_words: (wanted) => {
    const words = splitWords(wanted)
    return (text) => {
      const present = splitWords(text)
      return words.every((each) => present.some((word) => word.startsWith(each)))
    }
  },
  phrase: (wanted) => {
    const phrase = ` ${splitWords(wanted).join(' ')} `
    return (text) => ` ${splitWords(text).join(' ')} `.includes(phrase)
  },
  exact_value: (wanted) => {
    const exact = wanted.toLowerCase()
    return (text) => text.toLowerCase() === exact
  },
}

/** How a text is matched: all words anywhere, beginnings of words, words in a row, or the whole value. @throws InvalidRequest */
export function matchText(mode: unknown, value: unknown): (text: string) => boolean {
  const name = String(mode ?? 'full_words')
  const create = Object.hasOwn(modes, name) ? modes[name] : undefined
  if (!create) throw refuse(`There is no text mode ${name}.`)
  if (typeof value !== 'string') throw refuse('The value of a text condition is a string.')
  return create(value)
}
