/** /instances/:id/configuration (contract 3.6): the configuration item by item, each with the stable id of its item in the element. */
import type { CompiledElement } from '../elements/compile/compiled.ts'
import type { Caller } from '../lib/caller.ts'
import { createError } from '../lib/errors.ts'
import { emptyInput } from './body.ts'
import { effectiveConfiguration, itemsOf, showValue, type Values, withGrant } from './configuration.ts'
import type { InstanceRecord } from './instance-record.ts'
import type { InstancesParts } from './parts.ts'
import { elementOf, readInstance } from './read.ts'
import { updateInstance } from './update.ts'

type Item = CompiledElement['configuration'][number]

export async function listItems(parts: InstancesParts, caller: Caller, id: number) {
  const record = await readInstance(parts, caller, id)
  const element = await elementOf(parts, record)
  const values = readValues(element, record)
  return itemsOf(element).map((item) => showItem(element, item, values))
}

export interface ItemAddress {
  readonly id: number
  /** The id of the item, or its key. */
  readonly configId: string
}

/** Throws no-configuration (404). */
export async function readItem(parts: InstancesParts, caller: Caller, { id, configId }: ItemAddress) {
  const record = await readInstance(parts, caller, id)
  const element = await elementOf(parts, record)
  return showItem(element, findItem(element, configId), readValues(element, record))
}

/** Sets one value; asterisks leave it as it is, null puts it back to the default. Throws no-configuration (404) and what `updateInstance` throws. */
export async function writeItem(parts: InstancesParts, caller: Caller, change: ItemAddress & { propertyValue: unknown }) {
  const record = await readInstance(parts, caller, change.id)
  const element = await elementOf(parts, record)
  const { key } = findItem(element, change.configId)
  await updateInstance(parts, {
    caller,
    id: record.id,
    occasion: 'change',
    input: { ...emptyInput, configuration: { [key]: change.propertyValue } },
  })
  return readItem(parts, caller, change)
}

function findItem(element: CompiledElement, configId: string): Item {
  const item = itemsOf(element).find(({ id, key }) => String(id) === configId || key === configId)
  if (item === undefined) throw createError('no-configuration', { params: { id: configId } })
  return item
}

function readValues(element: CompiledElement, record: InstanceRecord): Values {
  return withGrant(effectiveConfiguration(element, record.own), record.grant)
}

function showItem(element: CompiledElement, item: Item, values: Values) {
  return {
    id: item.id,
    key: item.key,
    name: item.name,
    description: item.description ?? '',
    propertyValue: showValue(element, item.key, values[item.key] ?? null),
    type: item.type,
    required: item.required ?? false,
    active: item.active ?? true,
    hideFromConsole: item.hideFromConsole ?? false,
  }
}
