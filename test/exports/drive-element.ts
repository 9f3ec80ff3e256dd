/** Every callable resource of an element against a vendor that records: what came is compared with what the document says. */
import type { TestContext } from 'node:test'
import type { CallParts, Credential } from '../../src/call/types.ts'
import type { ElementDocument, HookDocument, ResourceDocument } from '../../src/elements/document/element-document.ts'
import { createInstance } from '../call-instance.ts'
import { type Answer, type Asked, startVendor, type Vendor } from '../vendor.ts'
import { compareRequest } from './compare-request.ts'
import { compareKept, driveLifecycle, lifecycleCall, listLifecycle } from './drive-lifecycle.ts'
import { type Driven, driveResource, listCallable } from './drive-resource.ts'
import { findMissing } from './expected-refusal.ts'
import { type ExpectedRequest, expectRequest, type Values } from './expected-request.ts'
import type { Circumstances } from './explained.ts'
import { applyHooks } from './hook-effects.ts'
import { compareAnswer, sampleAnswer } from './sample-answer.ts'
import { makeSampleCall } from './sample-call.ts'
import { moveVendor, sampleConfiguration } from './sample-configuration.ts'

export interface Recorder {
  readonly vendor: Vendor
  readonly circumstances: Circumstances
  /** What the next requests are answered with. */
  answer: Answer
}

/** A vendor on loopback that answers what it is told and remembers what it was asked. */
export async function startRecorder(t: TestContext, circumstances: Circumstances = {}): Promise<Recorder> {
  const state: { answer: Answer; circumstances: Circumstances } = { answer: {}, circumstances }
  const vendor = await startVendor(t, () => state.answer)
  return Object.assign(state, { vendor })
}

/** Everything that a vendor saw otherwise than the document says, scripts taken out of it. Empty: nothing. */
export function driveWithoutHooks(parts: CallParts, recorder: Recorder, document: ElementDocument): Promise<string[]> {
  // Chains wait for the hooks that fill their places.
  const resources = document.resources.map(({ nextResource: _, ...resource }) => ({ ...resource, hooks: [] }))
  const bare = { ...document, hooks: [], resources }
  const chosen = [...listCallable(bare), ...listLifecycle(bare)]
  return driveAll({ parts, recorder, document: bare, resources: chosen }, (driven, resource) => {
    const { response, changes, error } = driven
    if (changes !== undefined) return compareKept(resource, driven)
    if (response?.status !== 200) return [`the call failed: ${error?.message ?? response?.status} ${error?.providerMessage ?? ''}`]
    if (recorder.circumstances.answers?.[`${resource.method} ${resource.path}`] !== undefined) return []
    return compareAnswer(resource, response.body.kind === 'json' ? response.body.value : undefined)
  })
}

/** The same with its scripts: each of a resource runs to `done`, and what no script gave is as the document says. */
export function driveWithHooks(parts: CallParts, recorder: Recorder, document: ElementDocument): Promise<string[]> {
  return driveAll({ parts, recorder, document, resources: listHooked(document) }, (driven, resource) => [
    ...findFailed(driven),
    ...findSilent(driven, document, resource),
  ])
}

/** The resources around which scripts run. */
export function listHooked(document: ElementDocument): ResourceDocument[] {
  return [...listCallable(document), ...listLifecycle(document)].filter((resource) => listHooks(document, resource).length > 0)
}

function listHooks(document: ElementDocument, resource: ResourceDocument): HookDocument[] {
  return [...(document.hooks ?? []), ...(resource.hooks ?? [])].filter(({ type, body }) => type !== 'event' && body)
}

function findFailed({ runs, error }: Driven): string[] {
  const failed = runs.flatMap((run) => (run.error === undefined ? [] : [`a script failed: ${run.error}`]))
  return error !== undefined && error.status === 500 && failed.length === 0 ? [`the call failed: ${error.message}`] : failed
}

/** Scripts that should have run and did not; the platform stops at the first failure. */
function findSilent({ runs }: Driven, document: ElementDocument, resource: ResourceDocument): string[] {
  const ran = new Set(runs.map(({ body }) => body))
  return listHooks(document, resource).flatMap(({ type, body }) => (ran.has(body!) ? [] : [`the ${type} hook did not run`]))
}

interface Drive {
  readonly parts: CallParts
  readonly recorder: Recorder
  readonly document: ElementDocument
  readonly resources: readonly ResourceDocument[]
}

type Judge = (driven: Driven, resource: ResourceDocument) => readonly string[]

async function driveAll({ parts, recorder, document, resources }: Drive, judge: Judge): Promise<string[]> {
  const moved = moveVendor(document, recorder.vendor.url)
  const configuration = { ...sampleConfiguration(moved, recorder.vendor.url), ...recorder.circumstances.configuration }
  const instance = createInstance(moved, { configuration, credential: chooseCredential(document, configuration), keep: async () => {} })
  const chosen = new Set(resources.map(({ method, path }) => `${method} ${path}`))
  const found: string[] = []
  for (const resource of moved.resources) {
    const name = `${resource.method} ${resource.path}`
    if (!chosen.has(name)) continue
    recorder.answer = recorder.circumstances.answers?.[name] ?? sampleAnswer(moved, resource)
    recorder.vendor.asked.length = 0
    const isOwn = listLifecycle(moved).includes(resource)
    const call = isOwn ? lifecycleCall : makeSampleCall(moved, resource)
    const driven = await (isOwn
      ? driveLifecycle({ parts, document: moved, instance }, resource)
      : driveResource({ parts, instance }, resource, call))
    const asked = { document: moved, resource, call, configuration, ...(isOwn && { offered: lifecycleCall.query }) }
    const missing = isOwn ? undefined : findMissing(moved, resource)
    const differences =
      missing === undefined
        ? [...judge(driven, resource), ...compare(driven, recorder.vendor.asked[0], expectRequest(asked))]
        : compareRefusal(driven, recorder.vendor.asked[0], missing)
    found.push(...differences.map((text) => `${name}: ${text}`))
  }
  return found
}

/** A script may answer in the vendor's place (contract 13.2), and ask it by itself. */
function compare({ runs }: Driven, seen: Asked | undefined, expected: ExpectedRequest): string[] {
  const effected = applyHooks(expected, runs)
  if (effected.isAnswered) return []
  return seen === undefined ? ['the vendor was not called'] : compareRequest(seen, effected.expected, effected.open)
}

function compareRefusal({ error }: Driven, seen: Asked | undefined, missing: string): string[] {
  const isRefused = seen === undefined && error?.message === `Missing required parameter: ${missing}`
  return isRefused ? [] : [`${missing} should be missed, and was not`]
}

function chooseCredential({ authentication: { type } }: ElementDocument, configuration: Values): Credential {
  if (type === 'basic') return { kind: 'basic', username: configuration['username'] ?? '', password: configuration['password'] ?? '' }
  if (type === 'oauth2' || type === 'oauth2Password')
    return { kind: 'bearer', token: configuration['oauth.user.token'] ?? '', generation: 1 }
  if (type !== 'oauth1') return { kind: 'custom', generation: 1, values: {} }
  return {
    kind: 'oauth1',
    clientKey: configuration['oauth.api.key'] ?? '',
    clientSecret: configuration['oauth.api.secret'] ?? '',
    token: configuration['oauth.user.token'] ?? '',
    tokenSecret: configuration['oauth.user.token.secret'] ?? '',
    place: 'header',
  }
}
