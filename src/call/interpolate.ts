/** `${configuration.KEY}` in texts of an element document (contract 12.5); keys hold dots. */
import { createError } from '../lib/errors.ts'

/** Fills the places; throws missing-configuration (400) that names a key without a value. */
export function interpolate(text: string, configuration: Readonly<Record<string, string | null>>): string {
  if (!text.includes('${')) return text
  return text.replace(/\$\{(?:configuration\.)?([^{}]+)\}/g, (_place, key: string) => {
    const value = configuration[key]
    if (value === undefined || value === null) throw createError('missing-configuration', { params: { keys: key } })
    return value
  })
}
