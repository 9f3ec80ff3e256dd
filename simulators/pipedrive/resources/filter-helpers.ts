// What filters may say: operators by type of field, relative dates.

const comparing = {
  '=': 'is',
  '!=': 'is not',
  '>': 'is more than',
  '<': 'is less than',
  '>=': 'is more or equal to',
  '<=': 'is less or equal to',
}
const dating = {
  '=': 'is',
  '!=': 'is not',
  '>': 'is later than',
  '<': 'is earlier than',
  '>=': 'is exactly or later than',
  '<=': 'is exactly or earlier than',
}
const empty = { 'IS NULL': 'is empty', 'IS NOT NULL': 'is not empty' }
const being = { '=': 'is', '!=': 'is not' }
const reading = { "LIKE '%$%'": 'contains', "LIKE '$%'": 'starts with', "NOT LIKE '$%'": 'does not start with' }
const deprecated = { "NOT LIKE '%$%'": 'does not contain', "LIKE '%$'": 'ends with', "NOT LIKE '%$'": 'does not end with' }

const operators: Record<string, Record<string, string>> = {
  int: { ...comparing, ...empty },
  double: { ...comparing, ...empty },
  monetary: { ...comparing, ...empty },
  date: { ...dating, ...empty },
  time: { ...dating, ...empty },
  timerange: { ...dating, ...empty },
  daterange: { ...dating, ...empty },
  varchar: { ...being, ...empty, ...reading },
  set: { ...being, contains: 'contains', not_contains: 'does not contain', ...empty },
  enum: { ...being, ...empty },
  stage: { ...being },
  status: { ...being },
  visible_to: { ...being },
  user: { ...being, ...empty },
  deal: { ...being, ...empty },
  person: { ...being, ...empty },
  organization: { ...being, ...empty },
}

/** Types of fields that have the operators of another one. */
const aliases: Record<string, string> = {
  org: 'organization',
  people: 'person',
  boolean: 'enum',
  picture: 'enum',
  lead: 'deal',
  billing_frequency: 'enum',
}

/** The operators of a type of field, deprecated ones included. */
export function listOperators(type: string): string[] {
  const own = operators[aliases[type] ?? type] ?? operators['varchar'] ?? {}
  return [...Object.keys(own), ...("LIKE '%$%'" in own ? Object.keys(deprecated) : [])]
}

const numbers = (unit: string, counts: number[], label: (count: number) => [string, string]) =>
  Object.fromEntries(counts.map((count) => label(count)).map(([key, text]) => [key, `${text} ${unit}`.trim()]))

/** The reply of `GET /v1/filters/helpers`. */
export const filterHelpers = {
  operators,
  deprecated_operators: deprecated,
  relative_dates: {
    'Relative date intervals': Object.fromEntries(
      ['last_quarter', 'this_quarter', 'last_month', 'this_month', 'last_week', 'this_week', 'next_week', 'next_month'].map((key) => [
        key,
        key.replace('_', ' '),
      ]),
    ),
    'Relative dates': {
      ...numbers('ago', [6, 5, 4, 3, 2, 1], (count) => [`${count}_months_ago`, `${count} months`]),
      ...numbers('ago', [3, 2], (count) => [`${count}_weeks_ago`, `${count} weeks`]),
      '1_week_ago': '1 week ago',
      yesterday: 'yesterday',
      today: 'today',
      now: 'now',
      tomorrow: 'tomorrow',
      in_1_week: 'in 1 week',
      ...numbers('', [2, 3], (count) => [`in_${count}_weeks`, `in ${count} weeks`]),
      in_1_month: 'in 1 month',
      ...numbers('', [2, 3, 4, 5, 6], (count) => [`in_${count}_months`, `in ${count} months`]),
    },
  },
  address_field_components: {
    subpremise: 'Apartment/suite no',
    street_number: 'House number',
    route: 'Street/road name',
    sublocality: 'District/sublocality',
    locality: 'City/town/village/locality',
    admin_area_level_1: 'State/county',
    admin_area_level_2: 'Region',
    country: 'Country',
    postal_code: 'ZIP/Postal code',
    formatted_address: 'Full/combined address',
  },
}
