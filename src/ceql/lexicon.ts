/** What CEQL's words look like (contract 6.2), shared by scanner and printer: bare names, quotes, and writing a text so that it is read back the same. */
import type { Quote } from './expression.ts'

/** A name that needs no quotes, its parts joined by dots; keys that vendors make up may begin with a digit, after a dot. Source of a regular expression with the `u` flag. */
export const namePattern = String.raw`[\p{L}_$@][\p{L}\p{N}_$\-[\]*]*(?:\.[\p{L}\p{N}_$@][\p{L}\p{N}_$\-[\]*]*)*`

export const quoteMarks = { single: "'", double: '"', backtick: '`' } as const satisfies Record<Exclude<Quote, 'none'>, string>

/** Quotes a text. In single quotes a backslash before a quote escapes it, so a text that ends in one is written in double quotes instead. */
export function writeQuoted(text: string, quote: Exclude<Quote, 'none'>): string {
  if (quote !== 'single')
    return quoteMarks[quote] + text.replaceAll(quoteMarks[quote], quoteMarks[quote] + quoteMarks[quote]) + quoteMarks[quote]
  if (text.endsWith('\\')) return writeQuoted(text, 'double')
  return `'${text.replace(/(\\?)'/g, (_, backslash: string) => (backslash === '' ? "''" : "\\\\'"))}'`
}
