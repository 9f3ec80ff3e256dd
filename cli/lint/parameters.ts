/** Lint: what parameters take, and where it goes (contract 12.5). */
import { converterNames } from '../../src/call/converters.ts'
import type { ElementDocument, ParameterDocument } from '../../src/elements/document/element-document.ts'
import { parameterSources, parameterTypes, responseParts, vendorTypes } from '../../src/elements/document/parameter-kinds.ts'
import type { Finding } from './finding.ts'

type Path = readonly (string | number)[]

/** Kinds that are none, and converters that are none. */
export function findParameterMistakes({ parameters, resources }: ElementDocument): Finding[] {
  const own = checkAll(parameters, [])
  return [...own, ...resources.flatMap((resource, at) => checkAll(resource.parameters, ['resources', at]))]
}

function checkAll(parameters: readonly ParameterDocument[] | null | undefined, holder: Path): Finding[] {
  return (parameters ?? []).flatMap((parameter, at) => checkOne(parameter, [...holder, 'parameters', at]))
}

function checkOne(parameter: ParameterDocument, path: Path): Finding[] {
  const { type, vendorType, source, vendorName } = parameter
  const findings: Finding[] = []
  const report = (member: string, message: string, severity: Finding['severity'] = 'error') =>
    findings.push({ path: [...path, member], severity, message: `parameter ${JSON.stringify(parameter.name)}: ${message}` })
  if (!parameterTypes.includes(type)) report('type', `unknown type ${JSON.stringify(type)}; known: ${parameterTypes.join(', ')}`)
  if (source != null && !parameterSources.includes(source)) {
    report('source', `expected ${parameterSources.join(' or ')}, got ${JSON.stringify(source)}`)
  }
  const known = source === 'response' ? responseParts : vendorTypes
  if (!known.includes(vendorType)) report('vendorType', `unknown vendorType ${JSON.stringify(vendorType)}; known: ${known.join(', ')}`)
  const converter = vendorType === 'no-op' ? undefined : /^converter:(.*)$/.exec(vendorName ?? '')?.[1]
  if (converter !== undefined && !converterNames.includes(converter)) {
    report('vendorName', `unknown converter ${JSON.stringify(converter)}; known: ${converterNames.join(', ')}`)
  }
  return findings
}
