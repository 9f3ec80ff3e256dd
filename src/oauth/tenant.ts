/** Whose account at the vendor a user authorised, where the token reply tells: it must be the one that the configuration names. */
import type { CompiledElement } from '../elements/compile/compiled.ts'
import { createError } from '../lib/errors.ts'
import { type Configuration, readSetting } from './settings.ts'
import type { TokenSet } from './token-set.ts'

/**
 * Compares the tenant of a token reply with the configuration. Returns what to store when the configuration names none.
 * Throws tenant-mismatch (400).
 */
export function checkTenant(element: CompiledElement, configuration: Configuration, tokens: TokenSet): Record<string, string> {
  const rule = element.authentication.oauth2?.tenant
  const told = rule === undefined ? undefined : tokens.members[rule.member]
  if (rule === undefined || typeof told !== 'string') return {}
  const found = new RegExp(rule.pattern).exec(told)
  const actual = found?.[1] ?? found?.[0]
  if (actual === undefined) return {}
  const expected = readSetting(configuration, rule.configuration)
  if (expected === undefined) return { [rule.configuration]: actual }
  if (nameTenant(expected) === nameTenant(actual)) return {}
  throw createError('tenant-mismatch', { params: { actual, key: rule.configuration, expected } })
}

/** `https://DT123.example.com/` and `dt123.example.com` are one tenant (contract 4.8). */
function nameTenant(text: string): string {
  return text
    .trim()
    .toLowerCase()
    .replace(/^https?:\/\//, '')
    .replace(/[/?#].*$/, '')
}
