// Made-up people, companies and places for the seed.

export const companyWords = ['Acme', 'Bluebird', 'Cedar', 'Dovetail', 'Evergreen', 'Foxglove', 'Granite', 'Harbor', 'Ironwood', 'Juniper']

export const companyTrades = ['Tools', 'Bakery', 'Joinery', 'Freight', 'Books', 'Cycles', 'Studio']

export const titles = ['CEO', 'Head of Sales', 'Buyer', 'Office Manager', 'CTO']

export const places = [
  { label: 'business', address_1: '1725 Slough Avenue', address_2: null, city: 'Scranton', state: 'PA', zipcode: '18501', country: 'US' },
  { label: 'mailing', address_1: '44 Pine Street', address_2: 'Suite 3', city: 'Seattle', state: 'WA', zipcode: '98101', country: 'US' },
  { label: 'business', address_1: '9 Rue des Lilas', address_2: null, city: 'Lyon', state: null, zipcode: '69003', country: 'FR' },
  { label: 'other', address_1: '7 Harbour Road', address_2: null, city: 'Bristol', state: null, zipcode: 'BS1 4RW', country: 'GB' },
] as const
