/** Lint: resources that hide each other or that nothing would ever run. */
import type { ElementDocument, ResourceDocument } from '../../src/elements/document/element-document.ts'
import type { Finding } from './finding.ts'

const clientTypes = ['api', 'apiNoDocumentation', 'formulaAsResource']

/** Contract 12.4. */
const types = new Set([
  ...clientTypes,
  'provisionAuthValidation',
  'onProvision',
  'onProvisionWebhook',
  'onRefresh',
  'onDelete',
  'onDeleteWebhook',
  'oauthOnAuthorizeUrl',
  'oauthOnTokenExchange',
  'oauthOnTokenRefresh',
  'oauthOnTokenRevoke',
  'oauth1OnTokenRequest',
  'oauth2Password',
])

/** Two client resources with one method and path; types that are none; copies of system code (contract 12.3, `kind`). */
export function findResourceMistakes({ resources }: ElementDocument): Finding[] {
  const seen = new Map<string, number>()
  return resources.flatMap((resource, at) => [...findDouble(resource, at, seen), ...findOddities(resource, at)])
}

function findDouble(resource: ResourceDocument, at: number, seen: Map<string, number>): Finding[] {
  if (!isForClients(resource)) return []
  const name = `${resource.method} ${resource.path.replace(/\{[^{}]*\}/g, '{}')}`
  const first = seen.get(name)
  if (first === undefined) {
    seen.set(name, at)
    return []
  }
  const message = `${resource.method} ${resource.path} is declared already, as resources[${first}]; only one of them can answer`
  return [{ path: ['resources', at, 'path'], severity: 'error', message }]
}

function findOddities(resource: ResourceDocument, at: number): Finding[] {
  const findings: Finding[] = []
  const { type, kind, method, path } = resource
  if (type != null && !types.has(type) && !type.startsWith('eventPolling')) {
    const message = `${JSON.stringify(type)} is no type of resource, so nothing runs ${method} ${path}; known: ${[...types].join(', ')}`
    findings.push({ path: ['resources', at, 'type'], severity: 'error', message })
  }
  if (kind === 'java') {
    const message = `${method} ${path} is code of the original platform, which no export holds: calls are answered with 400`
    findings.push({ path: ['resources', at, 'kind'], severity: 'warning', message })
  }
  return findings
}

/** Whether clients call it; without a type they do (contract 2.6). */
export function isForClients({ type }: ResourceDocument): boolean {
  return type == null || clientTypes.includes(type)
}
