/** The hubs: which there are, and for a hub with a folder of its own the resources that it promises. Data only, under `hubs/`. */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import Type, { type Static } from 'typebox'
import { Compile } from 'typebox/compile'

const registrySchema = Type.Array(Type.Object({ key: Type.String(), name: Type.String(), description: Type.String() }))
const resourceSchema = Type.Object({
  name: Type.String(),
  description: Type.String(),
  operations: Type.Array(Type.String()),
  fields: Type.Array(Type.Object({ path: Type.String(), type: Type.String() })),
})
const registryCheck = Compile(registrySchema)
const resourceCheck = Compile(resourceSchema)

export type HubResource = Static<typeof resourceSchema>

export interface Hub {
  readonly key: string
  readonly name: string
  readonly description: string
  readonly resources: readonly HubResource[]
}

/** Reads `hubs.json` and the folder of each hub that has one. @throws {Error} naming the file that is not in its form. */
export async function readHubs(folder: string): Promise<Hub[]> {
  const registry: unknown = JSON.parse(await readFile(join(folder, 'hubs.json'), 'utf8'))
  if (!registryCheck.Check(registry)) throw new Error(`${join(folder, 'hubs.json')}: expected an array of {key, name, description}`)
  const folders = new Set(
    (await readdir(folder, { withFileTypes: true })).filter((entry) => entry.isDirectory()).map((entry) => entry.name),
  )
  return Promise.all(
    registry.map(async (hub) => ({ ...hub, resources: folders.has(hub.key) ? await readResources(join(folder, hub.key)) : [] })),
  )
}

async function readResources(folder: string): Promise<HubResource[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.json')).sort()
  return Promise.all(
    names.map(async (name) => {
      const resource: unknown = JSON.parse(await readFile(join(folder, name), 'utf8'))
      if (!resourceCheck.Check(resource)) throw new Error(`${join(folder, name)}: expected {name, description, operations, fields}`)
      return resource
    }),
  )
}
