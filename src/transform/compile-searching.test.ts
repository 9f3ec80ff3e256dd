import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { parseWhere } from '../ceql/parse-where.ts'
import { createWherePrinter } from '../ceql/where-printer.ts'
import { OctetError } from '../lib/errors.ts'
import { compileTransformation } from './compile-transformation.ts'

const tasks = compileTransformation(
  {
    vendorName: 'task',
    constants: { ObjectType: 'Task' },
    fields: [
      { path: 'Id', vendorPath: 'id', type: 'number', vendorType: 'string', filter: { '=': 'id', '>': 'id', IN: 'ids' } },
      { path: 'id', vendorPath: 'id', type: 'number', vendorType: 'string' },
      { path: 'Email', vendorPath: 'email', filter: { '=': 'email', LIKE: 'email' } },
      { path: 'Priority', vendorPath: 'priority', type: 'number', values: 'levels', filter: 'priority' },
      { path: 'Done', vendorPath: 'done', type: 'boolean', filter: 'is_done' },
      { path: 'Born', vendorPath: 'born', type: 'date', filter: 'born' },
      { path: 'Price', vendorPath: 'price', type: 'number', scale: 100, filter: { '=': 'price', '>': 'price' } },
      {
        path: 'Updated',
        vendorPath: 'updated',
        type: 'datetime',
        filter: { '>=': { name: 'since', format: 'date-time-ms' }, '<=': { name: 'until', format: 'date-time-ms' } },
      },
      { path: 'twin', vendorPath: 'a', filter: 'a' },
      { path: 'Twin', vendorPath: 'b', filter: 'b' },
    ],
  },
  { levels: { '1': 'CRITICAL', '2': 'ESSENTIAL' } },
)

describe('where on the fields of an object', () => {
  const cases: [where: string, filter: string | RegExp][] = [
    ["Email='x'", 'email==x'],
    ["EMAIL='x'", 'email==x'],
    ["id='3'", 'id==3'],
    ["twin='x'", 'a==x'],
    ["Twin='x'", 'b==x'],
    ["TWIN='x'", /Field TWIN cannot be searched with =/],
    ["Id in ('1',2)", 'ids==1,2'],
    ['Priority=1', 'priority==CRITICAL'],
    ["Done='True'", 'is_done==true'],
    ["Born='2024-03-15T10:00:00Z'", 'born==2024-03-15'],
    ['Price>19.99', 'price>1999'],
    ["Updated>='2026-01-01'", 'since==2026-01-01T00:00:00.000Z'],
    ['Updated>=2026-01-01T02:00:00+02:00 and Updated<=1798761600000', 'since==2026-01-01T00:00:00.000Z;until==2027-01-01T00:00:00.000Z'],
    ['Updated>=2026-01-01T02:00:00 02:00', 'since==2026-01-01T00:00:00.000Z'],
    ["ObjectType='Task' and Id=1", 'id==1'],
    ["Id='1;email==x'", /Invalid parameter where: expected a number for Id, got "1;email==x"/],
    ["Updated>='Jan 15, 2014'", /Invalid parameter where: expected a date-time .* for Updated, got "Jan 15, 2014"/],
    ['Done=2', /expected true or false for Done, got "2"/],
    [
      "Name='x'",
      /Field Name cannot be searched with = at this vendor; searchable: Id, Email, Priority, Done, Born, Price, Updated, twin, Twin$/,
    ],
  ]
  for (const [where, filter] of cases) {
    const print = () => createWherePrinter({ dialect: 'rsql' }).print(parseWhere(where), tasks)
    if (typeof filter === 'string') it(`${where}: ${filter}`, () => assert.deepEqual(print(), { filter }))
    else
      it(`${where} is refused`, () =>
        assert.throws(print, (error) => error instanceof OctetError && error.status === 400 && filter.test(error.message)))
  }
})

it('a field’s literal says how its values are compared', () => {
  const { filterOf } = compileTransformation(
    { vendorName: 'deal', fields: [{ path: 'owner', vendorPath: 'owner_id', filter: { '*': 'owner_id' }, literal: 'id' }] },
    {},
  )
  assert.equal(filterOf('owner')?.type, 'id')
})
