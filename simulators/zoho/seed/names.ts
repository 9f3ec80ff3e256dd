// Made-up people, companies and places for the seed.

export const givenNames = ['Ada', 'Bruno', 'Chidi', 'Daria', 'Emil', 'Farah', 'Goran', 'Hana', 'Ivo', 'Jyoti', 'Kai', 'Lúcia'] as const
export const familyNames = [
  'Marsh',
  'Novak',
  'O’Dowd',
  'Petersen',
  'Quiroga',
  'Rahman',
  'Smith',
  'Tanaka',
  'Ulrich',
  'Varga',
  'Weiss',
] as const
export const companyNames = [
  'Amber Robotics',
  'Birchwood Foods',
  'Coral Bay Travel',
  'Delta Tool & Die',
  'Elmwood Clinics',
  'Ferro Castings',
  'Gable (Homes)',
  'Hollow Pine, Inc.',
  'Indigo Textiles',
  'Jasper Logistics',
  'Kite Analytics',
  'Lumen Electric',
] as const
export const places = [
  { street: '1410 Mission St', city: 'San Jose', state: 'California', code: '95112', country: 'United States' },
  { street: '88 Congress Ave', city: 'Austin', state: 'Texas', code: '78701', country: 'United States' },
  { street: '5 Ringstraße', city: 'Graz', state: 'Steiermark', code: '8010', country: 'Austria' },
  { street: '29 Rua do Sol', city: 'Porto', state: 'Porto', code: '4050-537', country: 'Portugal' },
  { street: '3 Quay Road', city: 'Cork', state: 'Munster', code: 'T12 X9P2', country: 'Ireland' },
] as const
