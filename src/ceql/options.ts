/** Reads `where.options`, once, when a printer is built. Throws an Error with the name of the option. */
import type { WhereSettings } from './dialect.ts'

/** A whole number above zero. */
export function readNumberOption({ options }: WhereSettings, name: string, fallback: number): number {
  const value = options?.[name] ?? fallback
  if (Number.isSafeInteger(value) && Number(value) > 0) return Number(value)
  throw new Error(`where.options.${name}: expected a whole number above 0, got ${JSON.stringify(value)}`)
}

/** A text; without a fallback it must be there. */
export function readTextOption({ options }: WhereSettings, name: string, fallback?: string): string {
  const value = options?.[name] ?? fallback
  if (typeof value === 'string' && value !== '') return value
  throw new Error(`where.options.${name}: expected a text, got ${JSON.stringify(value)}`)
}

/** Name → text. */
export function readTextsOption({ options }: WhereSettings, name: string): Readonly<Record<string, string>> {
  const value = options?.[name] ?? {}
  const isTexts = typeof value === 'object' && value !== null && Object.values(value).every((each) => typeof each === 'string')
  if (isTexts) return value as Record<string, string>
  throw new Error(`where.options.${name}: expected an object of texts, got ${JSON.stringify(value)}`)
}
