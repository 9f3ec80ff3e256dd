/** Runs a resource that runs of itself (contract 12.4) the way an instance's life does, and gives what came of it. */
import { type LifecycleType, runLifecycle } from '../../src/call/lifecycle.ts'
import type { CallInstance, CallParts } from '../../src/call/types.ts'
import type { ElementDocument, ResourceDocument } from '../../src/elements/document/element-document.ts'
import { createInstance } from '../call-instance.ts'
import { catchDriven, type Driven } from './drive-resource.ts'
import type { SampleCall } from './sample-call.ts'

/** What the platform offers by name. */
const inputs = {
  code: 'code-1',
  callbackUrl: 'https://octet.example/oauth',
  refreshToken: 'refresh-1',
  webhookCallbackUrl: 'https://octet.example/events',
}

/** The inputs stand wherever a client's values would. */
export const lifecycleCall: SampleCall = { path: inputs, query: inputs, headers: {}, body: inputs, fields: inputs, isMultipart: false }

const types: readonly string[] = [
  'provisionAuthValidation',
  'onProvision',
  'onProvisionWebhook',
  'onRefresh',
  'onDelete',
  'onDeleteWebhook',
  'oauth2Password',
]

export function listLifecycle({ resources }: ElementDocument): ResourceDocument[] {
  return resources.filter(({ type }) => types.includes(type ?? ''))
}

/** Runs one resource alone. Throws what is no error of the registry. */
export function driveLifecycle(
  { parts, document, instance }: { parts: CallParts; document: ElementDocument; instance: CallInstance },
  resource: ResourceDocument,
): Promise<Driven> {
  const others = document.resources.filter((other) => other === resource || other.type !== resource.type)
  const alone = createInstance({ ...document, resources: others }, instance)
  return catchDriven(parts, async (watched) => {
    const { changes, ran } = await runLifecycle(watched, alone, { type: resource.type as LifecycleType, inputs })
    if (ran !== 1) throw new Error(`${ran} resources ran`)
    return { changes }
  })
}

/** What `source: response` parameters had to keep of the sample answer, and did not; hooks may keep more. */
export function compareKept({ parameters }: ResourceDocument, { changes = {} }: Driven): string[] {
  const kept = (parameters ?? []).filter(({ source }) => source === 'response')
  return kept.flatMap(({ name, vendorName }) =>
    changes[name] === `answered ${vendorName}`
      ? []
      : [`configuration ${name}: expected what stands at ${vendorName}, got ${changes[name]}`],
  )
}
