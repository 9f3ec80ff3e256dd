// Made-up people, companies and places for the seed.
import { pickAt } from '../../lib/names.ts'

export const givenNames = [
  'Amina',
  'Bastian',
  'Carmen',
  'Dmitri',
  'Elif',
  'Finn',
  'Greta',
  'Hiroshi',
  'Imani',
  'João',
  'Katya',
  'Lorenzo',
  'Maeve',
] as const
export const familyNames = [
  'Abbott',
  'Bergström',
  'Castillo',
  "D'Angelo",
  'Eriksen',
  'Fonseca',
  'Grant',
  'Hughes',
  'Ishikawa',
  'Smith',
  'Köhler',
] as const
export const companyNames = [
  'Aurora Instruments',
  'Basalt Mining & Co',
  'Copperline Rail',
  'Driftwood Hotels',
  'Ember Ceramics',
  'Fjord Shipping',
  'Glasswing Labs',
  "Harper's Orchard",
  'Ivory Press (Holdings)',
  'Juniper 100% Organic',
  'Keystone_Data',
  'Lanternfish AG',
] as const
export const places = [
  { Street: '415 Mission Street', City: 'San Francisco', State: 'CA', PostalCode: '94105', Country: 'USA' },
  { Street: '12 Union Wharf', City: 'Boston', State: 'MA', PostalCode: '02109', Country: 'USA' },
  { Street: 'Hafenstraße 7', City: 'Hamburg', State: 'HH', PostalCode: '20457', Country: 'Germany' },
  { Street: 'Rua Augusta 50', City: 'Lisboa', State: 'LX', PostalCode: '1100-053', Country: 'Portugal' },
  { Street: '3-1 Marunouchi', City: 'Tokyo', State: '13', PostalCode: '100-0005', Country: 'Japan' },
] as const
export const titles = ['CEO', 'VP Sales', 'Purchasing Manager', 'Head of IT', 'Office Manager', 'CFO'] as const

/** The parts of an address under a prefix. */
export function spreadPlace(prefix: string, at: number): Record<string, string> {
  return Object.fromEntries(Object.entries(pickAt(places, at)).map(([name, value]) => [prefix + name, value]))
}
