import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findCountry, findCurrencySymbol } from './countries.ts'

test('countries are found by names in several forms, and by their codes', () => {
  const forms = {
    FR: ['france', 'France', ' FRANCE ', 'fr', 'FRA'],
    US: ['United States', 'united states of america', 'The United States', 'USA', 'U.S.A.'],
    CI: ['Côte d’Ivoire', "Cote d'Ivoire", 'Ivory Coast'],
    KN: ['St. Kitts & Nevis', 'Saint Kitts and Nevis'],
    KR: ['South Korea', 'Korea, Republic of'],
    KP: ['North Korea', "Korea, Democratic People's Republic of"],
    GB: ['UK', 'Great Britain', 'United Kingdom'],
    TR: ['Turkey', 'Türkiye'],
    NL: ['the Netherlands', 'Netherlands'],
  }
  for (const [iso2, names] of Object.entries(forms)) for (const name of names) assert.equal(findCountry(name)?.iso2, iso2, name)
})

test('each has codes and the currency in use; what is no country has none', () => {
  assert.deepEqual(findCountry('mexico'), { iso2: 'MX', iso3: 'MEX', currency: 'MXN' })
  assert.deepEqual(findCountry('Croatia'), { iso2: 'HR', iso3: 'HRV', currency: 'EUR' })
  assert.equal(findCountry('Antarctica')?.currency, undefined)
  for (const name of ['', 'Atlantis', 'XX', '__proto__', 'constructor']) assert.equal(findCountry(name), undefined)
})

test('every country of the platform’s own list is known, each by codes of its own', () => {
  const english = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' })
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ']
  // Islands and unions that have a name there and no code in ISO 3166-1.
  const others = ['AC', 'CP', 'CQ', 'DG', 'EA', 'EU', 'EZ', 'IC', 'TA', 'UN', 'XA', 'XB', 'QO', 'ZZ']
  const named = letters.flatMap((a) => letters.map((b) => a + b)).filter((code) => english.of(code) !== undefined && !others.includes(code))
  const current = named.filter((code) => Intl.getCanonicalLocales(`und-${code}`)[0] === `und-${code}`)
  const unknown = current.filter((code) => findCountry(english.of(code)!)?.iso2 !== code)
  assert.deepEqual(unknown, [])
  assert.equal(new Set(current.map((code) => findCountry(code)!.iso3)).size, current.length)
})

test('currencies have signs; those without are told by their code', () => {
  assert.deepEqual(['EUR', 'usd', 'GBP', 'JPY', 'CHF', 'XXZ', ''].map(findCurrencySymbol), [
    '€',
    '$',
    '£',
    '¥',
    'CHF',
    undefined,
    undefined,
  ])
})
