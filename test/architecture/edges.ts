/** Which folder of `src/` may import which: the one list. The check enforces it and ARCHITECTURE.md prints it. */
export const edges: Readonly<Record<string, readonly string[]>> = {
  main: ['app', 'backup', 'config', 'identity', 'lib'],
  app: ['*'],
  config: ['lib'],
  lib: [],
  store: ['lib'],
  ceql: ['lib'],
  script: ['lib'],
  transform: ['script', 'ceql', 'lib'],
  audit: ['usage', 'store', 'lib'],
  identity: ['audit', 'ceql', 'store', 'lib'],
  usage: ['ceql', 'store', 'lib'],
  metrics: ['usage', 'store', 'lib'],
  retention: ['store', 'lib'],
  backup: ['store', 'lib'],
  telemetry: ['lib'],
  trace: ['store', 'lib'],
  quotas: ['store', 'lib'],
  elements: ['audit', 'ceql', 'transform', 'store', 'lib'],
  call: ['elements', 'transform', 'ceql', 'script', 'lib'],
  oauth: ['audit', 'call', 'elements', 'store', 'lib'],
  instances: ['audit', 'oauth', 'call', 'elements', 'identity', 'store', 'lib'],
  'common-resources': ['audit', 'identity', 'instances', 'elements', 'transform', 'script', 'ceql', 'store', 'lib'],
  hub: ['identity', 'instances', 'oauth', 'common-resources', 'elements', 'call', 'usage', 'transform', 'ceql', 'lib'],
  docs: ['hub', 'instances', 'common-resources', 'elements', 'lib'],
  http: ['lib'],
}

/** The command line reads and writes element documents, and knows nothing of the server. */
export const cliTargets: readonly string[] = ['elements/document', 'call/converters.ts', 'lib']

/** Folders beside `src/` that may import nothing of it. */
export const outsiders: readonly string[] = ['simulators', 'elements', 'hubs']

/** The list as ARCHITECTURE.md shows it. */
export function printEdges(): string {
  const width = Math.max(...Object.keys(edges).map(({ length }) => length)) + 1
  const lines = Object.entries(edges).map(([folder, allowed]) => {
    const targets = allowed.length === 0 ? 'nothing' : allowed.includes('*') ? 'everything but main' : allowed.join(', ')
    return `${folder.padEnd(width)}→ ${targets}`
  })
  return [...lines, `${'cli'.padEnd(width)}→ ${cliTargets.join(', ')}`, `${outsiders.join(', ')} → nothing of src`].join('\n')
}
