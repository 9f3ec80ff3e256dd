/** Lint: configuration items (contract 2.5, 12.2). */
import type { ConfigurationItem, ElementDocument } from '../../src/elements/document/element-document.ts'
import type { Finding } from './finding.ts'

const types = [
  ...['TEXTFIELD_32', 'TEXTFIELD_64', 'TEXTFIELD_128', 'TEXTFIELD_1000', 'TEXTAREA'],
  ...['BOOLEAN', 'BOOLEAN_YESNO', 'PASSWORD', 'COMBO', 'CODE_EDITOR', 'HIDDEN'],
]
const secretKeys = /^(oauth\.(api\.secret|user\.(token|refresh_token|token\.secret))|password|api\.key|secret\.key|aws\.api\.secret)$/

/** No base URL where one is needed, keys given twice, unknown types of item, secrets that everybody who reads the element would have. */
export function findConfigurationMistakes(document: ElementDocument): Finding[] {
  const keys = document.configuration.map(({ key }) => key)
  return [
    ...findMissingBase(document, keys),
    ...document.configuration.flatMap((item, at) => checkItem(item, { at, isTwice: keys.indexOf(item.key) < at })),
  ]
}

function findMissingBase({ resources, octet }: ElementDocument, keys: readonly string[]): Finding[] {
  const relative = resources.filter(({ vendorPath, kind }) => kind !== 'java' && !/^https?:\/\//.test(vendorPath ?? ''))
  if (keys.includes('base.url') || (relative.length === 0 && octet === undefined)) return []
  const message = 'there is no item base.url, and vendor paths are relative to it'
  return [{ path: ['configuration'], severity: 'error', message }]
}

function checkItem({ key, type, defaultValue }: ConfigurationItem, { at, isTwice }: { at: number; isTwice: boolean }): Finding[] {
  const findings: Finding[] = []
  const report = (member: string, severity: Finding['severity'], message: string) =>
    findings.push({ path: ['configuration', at, member], severity, message: `${key}: ${message}` })
  if (isTwice) report('key', 'error', 'there is an item with this key already')
  if (!types.includes(type)) report('type', 'warning', `unknown type of item ${JSON.stringify(type)}; known: ${types.join(', ')}`)
  if (defaultValue != null && defaultValue !== '' && (type === 'PASSWORD' || secretKeys.test(key))) {
    report('defaultValue', 'warning', 'a secret as a default is readable to everybody who may read the element')
  }
  return findings
}
