// Made-up places for the seed.

export const places = [
  {
    value: '1260 S Spectrum Blvd, Chandler, AZ 85286, USA',
    street_number: '1260',
    route: 'S Spectrum Blvd',
    locality: 'Chandler',
    admin_area_level_1: 'Arizona',
    country: 'United States',
    postal_code: '85286',
  },
  {
    value: '44 Pine Street, Seattle, WA 98101, USA',
    street_number: '44',
    route: 'Pine Street',
    locality: 'Seattle',
    admin_area_level_1: 'Washington',
    country: 'United States',
    postal_code: '98101',
  },
  {
    value: '9 Rue des Lilas, 69003 Lyon, France',
    street_number: '9',
    route: 'Rue des Lilas',
    locality: 'Lyon',
    country: 'France',
    postal_code: '69003',
  },
  {
    value: '7 Harbour Road, Bristol BS1 4RW, UK',
    street_number: '7',
    route: 'Harbour Road',
    locality: 'Bristol',
    country: 'United Kingdom',
    postal_code: 'BS1 4RW',
  },
  {
    value: '21 Lindenweg, 04109 Leipzig, Germany',
    street_number: '21',
    route: 'Lindenweg',
    locality: 'Leipzig',
    country: 'Germany',
    postal_code: '04109',
  },
] as const
