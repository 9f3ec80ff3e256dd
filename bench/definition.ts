/** An element definition of a given size, in the proportions of real ones: most of it are the models of its resources. */

/** The JSON text of an element with a key, of about `size` bytes. */
export function createDefinition(key: string, size: number): string {
  const resource = createResource(0)
  const count = Math.max(1, Math.round(size / JSON.stringify(resource).length))
  return JSON.stringify({
    key,
    name: `Bench ${key}`,
    description: 'Generated for the bench',
    hub: 'general',
    authentication: { type: 'basic' },
    configuration: [
      { name: 'Base', key: 'base.url', description: 'Base', defaultValue: 'https://vendor.example', type: 'TEXTFIELD_1000' },
      { name: 'User', key: 'username', description: 'User', type: 'TEXTFIELD_128' },
      { name: 'Password', key: 'password', description: 'Password', type: 'PASSWORD' },
    ],
    parameters: [],
    hooks: [],
    objects: [],
    resources: Array.from({ length: count }, (_, at) => createResource(at)),
  })
}

function createResource(at: number): object {
  const name = `thing${at}`
  const properties = Object.fromEntries(
    Array.from({ length: 40 }, (_, field) => [
      `field${field}`,
      { type: 'string', title: `Field ${field}`, 'x-samplevalue': `value ${field}` },
    ]),
  )
  return {
    method: at % 2 ? 'POST' : 'GET',
    path: `/hubs/general/${name}/{id}`,
    vendorMethod: at % 2 ? 'POST' : 'GET',
    vendorPath: `/api/${name}/{id}`,
    type: 'api',
    kind: 'eb',
    description: `Resource ${at}`,
    rootKey: 'data',
    response: { contentType: 'application/json' },
    parameters: [
      { name: 'id', vendorName: 'id', type: 'path', vendorType: 'path', source: 'request', dataType: 'string', required: true },
      { name: 'fields', vendorName: 'select', type: 'query', vendorType: 'query', source: 'request', dataType: 'string', required: false },
      { name: 'body', vendorName: 'body', type: 'body', vendorType: 'body', source: 'request', dataType: 'body', required: false },
    ],
    hooks: at % 5 ? [] : [{ type: 'postRequest', mimeType: 'application/javascript', isLegacy: false, body: 'done({ continue: true })' }],
    model: { name, swagger: { [name]: { type: 'object', properties } }, transform: false },
  }
}
