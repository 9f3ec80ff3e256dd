// The data every simulator starts with: two accounts, the same records on every start.
import { createAssociationStore } from '../associations/store.ts'
import { createCustomPairs, hubspotPairs } from '../associations/types.ts'
import { builtInProperties, customObjectProperties } from '../metadata/definitions.ts'
import { createCustomProperty, createOptions, type Property, type PropertyGroup } from '../metadata/property.ts'
import { indexTypes } from '../objects/find-type.ts'
import { defineCustom, type ObjectType, standardTypes } from '../objects/object-types.ts'
import { createTable, formatTime, type Portal } from '../portal.ts'
import type { Owner } from '../portal-data.ts'
import { addContacts } from './people.ts'
import { createPipelines } from './pipelines.ts'
import { addActivities, addCampaigns, addCompanies, addDeals, addLeads, addProducts, addTickets, addVehicles } from './work.ts'

const made = formatTime(Date.UTC(2024, 0, 10, 9))

/** The accounts with their data, by hub id. */
export function createSeed(): Map<string, Portal> {
  const portals = [
    createPortal({ id: '44237313', domain: 'alder-birch.example.com', currency: 'USD', timeZone: 'US/Eastern', utcOffsetMs: -14_400_000 }),
    createPortal({ id: '55118824', domain: 'cove-dale.example.com', currency: 'EUR', timeZone: 'Europe/Dublin', utcOffsetMs: 0 }),
  ]
  return new Map(portals.map((portal) => [portal.id, portal]))
}

const vehicles = defineCustom({
  name: 'vehicles',
  singular: 'vehicle',
  typeId: '2-4410001',
  primary: 'vin',
  searchable: ['vin', 'make', 'model'],
  required: ['vin'],
  defaults: ['vin', 'make', 'model'],
})

function createPortal(fields: Pick<Portal, 'id' | 'domain' | 'currency' | 'timeZone' | 'utcOffsetMs'>): Portal {
  const types = [...standardTypes, vehicles]
  const users = people.map(([given, family, isSuperAdmin], at) => ({
    id: String(62_365_050 + at),
    email: `${given}.${family}@${fields.domain}`.toLowerCase(),
    name: `${given} ${family}`,
    isSuperAdmin,
  }))
  const custom = createCustomPairs('vehicles', ['contacts', 'companies', 'deals', 'notes', 'tasks'], 1)
  const portal: Portal = {
    ...fields,
    users,
    types: indexTypes(types, fields.id),
    tables: Object.fromEntries(types.map((type) => [type.name, createTable(listUnique(type))])),
    properties: Object.fromEntries(types.map((type) => [type.name, createProperties(type)])),
    groups: {},
    pipelines: createPipelines(),
    associations: createAssociationStore([...hubspotPairs, ...custom]),
    owners: users.map((user, at) => createOwner(user, at)),
    campaigns: [],
    templates: [],
    events: [],
    nextId: fields.id === '44237313' ? 17_159_100_001 : 24_870_500_001,
  }
  for (const type of types) portal.groups[type.name] = createGroups(portal.properties[type.name] ?? new Map())
  fillPortal(portal)
  return portal
}

const people: readonly [given: string, family: string, isSuperAdmin: boolean][] = [
  ['Dana', 'Reyes', true],
  ['Morgan', 'Falk', false],
  ['Robin', 'Sato', false],
  ['Former', 'Colleague', false],
]

function createOwner(user: Portal['users'][number], at: number): Owner {
  const [firstName = '', lastName = ''] = user.name.split(' ')
  const archived = firstName === 'Former'
  return {
    id: String(641_085_326 + at),
    email: user.email,
    type: 'PERSON',
    firstName,
    lastName,
    userId: archived ? null : Number(user.id),
    userIdIncludingInactive: Number(user.id),
    createdAt: made,
    updatedAt: made,
    archived,
  }
}

type Custom = Parameters<typeof createCustomProperty>[0]

const customProperties: Readonly<Record<string, readonly Custom[]>> = {
  contacts: [
    {
      name: 'favorite_color',
      label: 'Favorite color',
      type: 'enumeration',
      groupName: 'contactinformation',
      options: createOptions(['red=Red', 'green=Green', 'blue=Blue']),
    },
    {
      name: 'interests',
      label: 'Interests',
      type: 'enumeration',
      fieldType: 'checkbox',
      groupName: 'contactinformation',
      options: createOptions(['cycling=Cycling', 'reading=Reading', 'cooking=Cooking']),
    },
    { name: 'member_since', label: 'Member since', type: 'date', groupName: 'contactinformation' },
    { name: 'loyalty_points', label: 'Loyalty points', type: 'number', fieldType: 'number', groupName: 'contactinformation' },
    { name: 'vip', label: 'VIP', type: 'bool', groupName: 'contactinformation', options: createOptions(['true=Yes', 'false=No']) },
    { name: 'external_id', label: 'External ID', type: 'string', groupName: 'contactinformation', hasUniqueValue: true },
  ],
  companies: [
    {
      name: 'account_tier',
      label: 'Account tier',
      type: 'enumeration',
      groupName: 'companyinformation',
      options: createOptions(['gold=Gold', 'silver=Silver', 'bronze=Bronze']),
    },
  ],
  deals: [{ name: 'contract_number', label: 'Contract number', type: 'string', groupName: 'dealinformation', hasUniqueValue: true }],
  vehicles: [
    { name: 'vin', label: 'VIN', type: 'string', groupName: 'object_information', hasUniqueValue: true },
    { name: 'make', label: 'Make', type: 'string', groupName: 'object_information' },
    { name: 'model', label: 'Model', type: 'string', groupName: 'object_information' },
    { name: 'model_year', label: 'Model year', type: 'number', fieldType: 'number', groupName: 'object_information' },
  ],
}

// A contact's e-mail address is unique without being declared so.
function listUnique(type: ObjectType): string[] {
  const declared = (customProperties[type.name] ?? []).filter((each) => each.hasUniqueValue).map(({ name }) => name)
  return type.name === 'contacts' ? ['email', ...declared] : declared
}

function createProperties(type: ObjectType): Map<string, Property> {
  const builtIn = builtInProperties[type.name] ?? customObjectProperties
  const custom = (customProperties[type.name] ?? []).map((fields) => createCustomProperty(fields, made))
  const all = [...structuredClone(builtIn), ...custom]
  return new Map(all.map((property) => [property.name, property]))
}

function createGroups(properties: Map<string, Property>): Map<string, PropertyGroup> {
  const names = [...new Set([...properties.values()].map((property) => property.groupName))]
  return new Map(
    names.map((name, displayOrder) => [
      name,
      { name, label: `${name.replace('information', ' information')}`, displayOrder, archived: false },
    ]),
  )
}

function fillPortal(portal: Portal): void {
  const companies = addCompanies(portal)
  const contacts = addContacts(portal, 36)
  const deals = addDeals(portal, { companies, contacts })
  addLeads(portal, contacts)
  addTickets(portal, contacts)
  addProducts(portal, deals)
  addActivities(portal, { companies, contacts, deals })
  addVehicles(portal, contacts)
  addCampaigns(portal)
}
