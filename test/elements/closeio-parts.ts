/** What the tests of the element share. */
import type { TestContext } from 'node:test'
import type { Closeio } from '../../simulators/closeio/closeio.ts'
import type { CloseioOptions } from '../../simulators/closeio/knobs.ts'
import { startFor } from '../../simulators/closeio/test-client.ts'
import { openRecorded, type RecordedElement } from './recorded-element.ts'

export type { Row } from './recorded-element.ts'

export const folder = new URL('../../elements/closeio', import.meta.url).pathname

export interface Crm extends RecordedElement {
  readonly closeio: Closeio
  /** Time passes, here and at the vendor. */
  readonly wait: (seconds: number) => void
}

/** An instance with an API key. */
export async function openCrm(
  t: TestContext,
  knobs: Partial<CloseioOptions> = {},
  configuration: Record<string, string> = {},
): Promise<Crm> {
  let late = 0
  const now = () => Date.now() + late
  const closeio = await startFor(t, { now, ...knobs })
  const element = await openRecorded(t, {
    folder,
    configuration: { 'base.url': `${closeio.url}/api/v1`, ...configuration },
    credential: { kind: 'basic', username: 'api_simulator.alder', password: '' },
    clock: now,
  })
  const wait = (seconds: number) => {
    late += seconds * 1000
  }
  return { ...element, closeio, wait }
}
