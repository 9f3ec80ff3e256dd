// Made-up people and companies that several seeds share.

export const givenNames = [
  'Mary',
  'Ana',
  'Kofi',
  'Lena',
  'Tomás',
  'Priya',
  'Jonas',
  'Amara',
  'Felix',
  'Noor',
  'Isla',
  'Mateo',
  'Yuki',
  'Oskar',
  'Zoë',
  'Samuel',
]

export const familyNames = [
  'Smith',
  'Okafor',
  'Lindqvist',
  "O'Brien",
  'Nakamura',
  'Delgado',
  'Moreau',
  'Sandhu',
  'Weber',
  'Smiley',
  'Abebe',
]

export const companyNames = [
  'Acme Tools',
  'Bluebird Bakery',
  'Cedar & Sons',
  'Dovetail Joinery',
  'Evergreen Gardens',
  'Foxglove Florists',
  'Granite Works',
  'Harbor Freight Lines',
  'Ironwood Gym',
  'Juniper Books',
  'Kestrel Cycles',
  'Lantern Studio',
]

/** The item of a list at a position, round and round. */
export function pickAt<T>(list: readonly T[], at: number): T {
  return list[at % list.length] as T
}
