// Made-up places for the seed.

export const places = [
  {
    line1: '1260 S Spectrum Blvd',
    locality: 'Chandler',
    region: 'Arizona',
    region_code: 'US-AZ',
    postal_code: '85286',
    zip_code: '85286',
    country_code: 'USA',
  },
  {
    line1: '44 Pine Street',
    locality: 'Seattle',
    region: 'Washington',
    region_code: 'US-WA',
    postal_code: '98101',
    zip_code: '98101',
    country_code: 'USA',
  },
  { line1: '9 Rue des Lilas', locality: 'Lyon', postal_code: '69003', country_code: 'FRA' },
  { line1: '310 King Street W', locality: 'Toronto', region: 'Ontario', region_code: 'CA-ON', postal_code: 'M5V 1J5', country_code: 'CAN' },
  { line1: '7 Harbour Road', locality: 'Bristol', postal_code: 'BS1 4RW', country_code: 'GBR' },
  { line1: '21 Lindenweg', line2: 'Hinterhaus', locality: 'Leipzig', postal_code: '04109', country_code: 'DEU' },
] as const
