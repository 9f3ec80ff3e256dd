// Made-up people, companies and things for the seed.

export const givenNames = [
  'Mary',
  'Anil',
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
  'Zoë',
] as const

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
  'Abebe',
  'Schrage',
] as const

export const companyNames = [
  'Acme Tools',
  'Bluebird Bakery',
  'Cedar & Sons',
  'Dovetail Joinery',
  'Evergreen Gardens',
  'Foxglove Florists',
  'Granite Works',
  'Harbor Lines',
  'Ironwood Gym',
  'Juniper Books',
  'Kestrel Cycles',
  'Lantern Studio',
] as const

export const places = [
  { address: '25 First Street', city: 'Cambridge', state: 'MA', zip: '02141', country: 'United States' },
  { address: '44 Pine Street', city: 'Seattle', state: 'WA', zip: '98101', country: 'United States' },
  { address: '9 Rue des Lilas', city: 'Lyon', zip: '69003', country: 'France' },
  { address: '310 King Street W', city: 'Toronto', state: 'ON', zip: 'M5V 1J5', country: 'Canada' },
  { address: '1 Sir John Rogerson’s Quay', city: 'Dublin', zip: 'D02', country: 'Ireland' },
] as const
