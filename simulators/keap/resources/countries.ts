// Countries and provinces: the lists, and what contact and company addresses are checked against.
import { answerOk, type Call, type Routes } from '../call.ts'
import { countryCodes, provinces } from '../data/countries.ts'
import { ApiError } from '../errors.ts'

interface Country {
  codes: { alpha2: string; alpha3: string }
  name: string
}

const names = new Intl.DisplayNames('en', { type: 'region' })
const countries: readonly Country[] = countryCodes.map((codes) => ({ codes, name: names.of(codes.alpha2) ?? codes.alpha3 }))
const alpha3Codes = new Set(countryCodes.map((each) => each.alpha3))

/** Whether this is an ISO 3166-1 alpha-3 code. */
export function isCountryCode(code: string): boolean {
  return alpha3Codes.has(code)
}

/** Name and code of a province, found by either; undefined where the simulator knows none. */
export function findProvince(countryCode: string, nameOrCode: string): { code: string; name: string } | undefined {
  const wanted = nameOrCode.toLowerCase()
  const found = provinces[countryCode]?.find(([code, name]) =>
    [code.toLowerCase(), code.slice(3).toLowerCase(), name.toLowerCase()].includes(wanted),
  )
  return found && { code: found[0], name: found[1] }
}

function findCountry(call: Call): Country {
  const wanted = (call.params['country_code'] ?? '').toLowerCase()
  const found = countries.find((each) => [each.codes.alpha2, each.codes.alpha3, each.name].some((word) => word.toLowerCase() === wanted))
  if (!found) throw new ApiError(404, 'Unable to find this Country', 'country')
  return found
}

export const countryRoutes: Routes = {
  'GET /locales/countries': () => answerOk({ countries }),
  'GET /locales/countries/{country_code}': (call) => answerOk(findCountry(call)),
  'GET /locales/countries/{country_code}/provinces': (call) => {
    const { codes } = findCountry(call)
    const list = (provinces[codes.alpha3] ?? []).map(([code, name]) => ({ code, name, country: codes.alpha3 }))
    return answerOk({ provinces: list })
  },
  'GET /locales/countries/{country_code}/provinces/{province_code}': (call) => {
    const { codes } = findCountry(call)
    const province = findProvince(codes.alpha3, call.params['province_code'] ?? '')
    if (!province) throw new ApiError(404, 'Unable to find this Province', 'province')
    return answerOk({ ...province, country: codes.alpha3 })
  },
}
