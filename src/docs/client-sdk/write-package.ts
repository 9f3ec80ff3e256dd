/** A client package of an element: plain JavaScript with types, no dependencies, made of its document alone. */
import { readFileSync } from 'node:fs'
import { setImmediate } from 'node:timers/promises'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { ApiDescription } from '../description.ts'
import { connectionTypes } from './connection-types.ts'
import { type ClientFunction, listFunctions } from './list-functions.ts'
import { writeDeclarations } from './write-declarations.ts'
import { writeTar } from './write-tar.ts'
import { writeComment } from './write-type.ts'

export interface PackagedElement {
  readonly key: string
  /** Of the document. */
  readonly version: string
  readonly description: ApiDescription
}

export interface ClientPackage {
  readonly fileName: string
  /** What `npm install` takes: a gzipped tar. */
  readonly archive: Buffer
}

/** So many declarations are written before others have their turn. */
const atOnce = 20

const runtime = readFileSync(new URL('./runtime/send-request.js', import.meta.url), 'utf8')

/** The same element and version make the same bytes. */
export async function writePackage(element: PackagedElement): Promise<ClientPackage> {
  const { key, version, description } = element
  const name = namePackage(key)
  const functions = listFunctions(description)
  const files = new Map([
    ['package.json', writeManifest(element, name)],
    ['README.md', writeReadme(element, name, functions)],
    ['index.js', await joinInTurns(writeFunctions(functions))],
    ['index.d.ts', await joinInTurns(writeDeclarations(description, functions))],
    ['send-request.js', runtime],
    ['send-request.d.ts', connectionTypes],
  ])
  const archive = await promisify(gzip)(writeTar(new Map([...files].map(([path, text]) => [`package/${path}`, text]))))
  return { fileName: `${name}-${version}.tgz`, archive }
}

function* writeFunctions(functions: readonly ClientFunction[]): Generator<string> {
  yield `import { sendRequest } from './send-request.js'\n\nexport { RequestFailure } from './send-request.js'\n`
  for (const { name, method, path, summary, consumes, inputs } of functions) {
    const operation = { method, path, consumes, inputs: inputs.map((input) => [input.name, input.place, input.wireName]) }
    yield `\n${writeComment(`${method} ${path}: ${summary}`)}\nexport function ${name}(connection, values = {}) {\n  return sendRequest(connection, ${JSON.stringify(operation)}, values)\n}\n`
  }
}

async function joinInTurns(parts: Generator<string>): Promise<string> {
  const texts: string[] = []
  for (const text of parts) if (texts.push(text) % atOnce === 0) await setImmediate()
  return texts.join('')
}

/** Keys hold characters that no package may have (contract 2.1). */
function namePackage(key: string): string {
  const plain = key
    .toLowerCase()
    .replace(/[^a-z0-9_-]+/g, '-')
    .replace(/^[-_]+/, '')
  return `${plain.slice(0, 100) || 'element'}-client`
}

function writeManifest({ version, description }: PackagedElement, name: string): string {
  const manifest = {
    name,
    version: `1.0.0+${version}`,
    description: `Client of ${description.title}`,
    type: 'module',
    exports: { '.': { types: './index.d.ts', default: './index.js' } },
    types: './index.d.ts',
    files: ['*.js', '*.d.ts'],
    engines: { node: '>=18' },
  }
  return `${JSON.stringify(manifest, null, 2)}\n`
}

function writeReadme({ description }: PackagedElement, name: string, functions: readonly ClientFunction[]): string {
  const example = functions.find(({ inputs }) => !inputs.some(({ required }) => required))?.name ?? functions[0]?.name ?? 'RequestFailure'
  const rows = functions.map((each) => `| \`${each.name}\` | \`${each.method} ${each.path}\` |`)
  return `# ${description.title.replaceAll(/\s+/g, ' ')}

A function for each operation. It takes the connection and the values by name, and resolves with \`{ status, headers, body }\`;
a refusal is a \`RequestFailure\` with the same members.

\`\`\`js
import { ${example} } from '${name}'

const connection = { baseUrl: 'https://your-server/elements/api-v2', userSecret: '…', elementToken: '…' }
const { body } = await ${example}(connection)
\`\`\`

| function | operation |
| --- | --- |
${rows.join('\n')}
`
}
