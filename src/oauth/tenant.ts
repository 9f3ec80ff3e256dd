/** Whose account at the vendor a user authorised, where the token reply tells: it must be the one that the configuration names. */
import type { CompiledElement } from '../elements/compile/compiled.ts'
import { createError, type OctetError } from '../lib/errors.ts'
import { type Configuration, readSetting } from './settings.ts'
import type { TokenSet } from './token-set.ts'

/** The tenant that a token reply names; undefined when the element has no rule for it or the reply says nothing. */
export function readTenant(element: CompiledElement, tokens: TokenSet): string | undefined {
  const rule = element.authentication.oauth2?.tenant
  const told = rule === undefined ? undefined : tokens.members[rule.member]
  if (rule === undefined || (typeof told !== 'string' && typeof told !== 'number')) return undefined
  const found = new RegExp(rule.pattern).exec(String(told))
  return found?.[1] ?? found?.[0]
}

/**
 * Compares the tenant that was authorised with the one that the configuration names. Returns what to store when it names none.
 * Throws tenant-mismatch (400).
 */
export function checkTenant(element: CompiledElement, configuration: Configuration, actual: string | undefined): Record<string, string> {
  const mismatch = findMismatch(element, configuration, actual)
  if (mismatch !== undefined) throw mismatch
  const rule = element.authentication.oauth2?.tenant
  const isNamed = rule === undefined || readSetting(configuration, rule.configuration) !== undefined
  return isNamed || actual === undefined ? {} : { [rule.configuration]: actual }
}

/** The tenant-mismatch (400) of a configuration that names another tenant than the one that was authorised. */
export function findMismatch(element: CompiledElement, configuration: Configuration, actual: string | undefined): OctetError | undefined {
  const rule = element.authentication.oauth2?.tenant
  const expected = rule === undefined ? undefined : readSetting(configuration, rule.configuration)
  if (rule === undefined || actual === undefined || expected === undefined) return undefined
  if (nameTenant(expected) === nameTenant(actual)) return undefined
  return createError('tenant-mismatch', { params: { actual, key: rule.configuration, expected } })
}

/** `https://DT123.example.com/` and `dt123.example.com` are one tenant (contract 4.8). */
function nameTenant(text: string): string {
  return text
    .trim()
    .toLowerCase()
    .replace(/^https?:\/\//, '')
    .replace(/[/?#].*$/, '')
}
