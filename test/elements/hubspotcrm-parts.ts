/** What the tests of the element share. */
import type { TestContext } from 'node:test'
import type { Hubspot, HubspotOptions } from '../../simulators/hubspot/hubspot.ts'
import { privateToken, startFor } from '../../simulators/hubspot/test-client.ts'
import { openRecorded, type RecordedElement } from './recorded-element.ts'

export type { Row } from './recorded-element.ts'

export const folder = new URL('../../elements/hubspotcrm', import.meta.url).pathname

export interface Crm extends RecordedElement {
  readonly hubspot: Hubspot
}

/** An instance with a private app's token. */
export async function openCrm(
  t: TestContext,
  knobs: Partial<HubspotOptions> = {},
  configuration: Record<string, string> = {},
): Promise<Crm> {
  const hubspot = await startFor(t, knobs)
  const element = await openRecorded(t, {
    folder,
    configuration: { 'base.url': hubspot.url, ...configuration },
    credential: { kind: 'bearer', token: privateToken, generation: 1 },
  })
  return { ...element, hubspot }
}
