/** Makes a sample call of a resource through the whole call pipeline and gives what the vendor saw and what the hooks did. */

import { Readable } from 'node:stream'
import { callVendor } from '../../src/call/call.ts'
import type { CallInstance, CallParts, Values } from '../../src/call/types.ts'
import type { ElementDocument, ResourceDocument } from '../../src/elements/document/element-document.ts'
import { OctetError } from '../../src/lib/errors.ts'
import { type Body, emptyBody, type HubResponse, type Method } from '../../src/lib/hub-request.ts'
import type { ScriptRunner } from '../../src/script/script.ts'
import type { SampleCall } from './sample-call.ts'

export interface HookRun {
  readonly body: string
  /** True: before the vendor is asked. */
  readonly isBefore: boolean
  /** What `done` was called with. */
  readonly result: Readonly<Record<string, unknown>> | undefined
  readonly error: string | undefined
}

export interface Driven {
  readonly response?: HubResponse
  /** Configuration that was kept. */
  readonly changes?: Values
  readonly error: OctetError | undefined
  readonly runs: readonly HookRun[]
}

/** Sends the call; an answer with an error is a result too. Throws what is no error of the registry. */
export function driveResource(
  { parts, instance }: { parts: CallParts; instance: CallInstance },
  resource: ResourceDocument,
  call: SampleCall,
): Promise<Driven> {
  const request = {
    requestId: '0123456789abcdef01234567',
    method: resource.method as Method,
    segments: fillPath(resource.path, call).split('/').slice(3).map(decodeURIComponent),
    query: call.query,
    headers: call.headers,
    body: writeBody(call),
  }
  return catchDriven(parts, async (watched) => ({ response: await callVendor(watched, instance, request) }))
}

/** Runs something with parts whose scripts are watched. */
export async function catchDriven(
  parts: CallParts,
  run: (watched: CallParts) => Promise<Pick<Driven, 'response' | 'changes'>>,
): Promise<Driven> {
  const runs: HookRun[] = []
  try {
    return { ...(await run({ ...parts, scripts: watch(parts.scripts, runs) })), error: undefined, runs }
  } catch (error) {
    if (!(error instanceof OctetError)) throw error
    return { error, runs }
  }
}

function watch(scripts: ScriptRunner, runs: HookRun[]): ScriptRunner {
  return {
    ...scripts,
    run: async (call) => {
      const isBefore = call.script.name.startsWith('preRequest')
      try {
        const result = await scripts.run(call)
        runs.push({ body: call.script.body, isBefore, result, error: undefined })
        return result
      } catch (error) {
        // A hook may simply end: that is done() with nothing in it.
        const isSilent = error instanceof OctetError && error.code === 'script-silent'
        const message = (error as Error).message
        runs.push({
          body: call.script.body,
          isBefore,
          ...(isSilent ? { result: {}, error: undefined } : { result: undefined, error: message }),
        })
        throw error
      }
    },
  }
}

function fillPath(path: string, call: SampleCall): string {
  return path.replace(/\{([^{}]+)\}/g, (_, name: string) => encodeURIComponent(call.path[name]!))
}

function writeBody({ body, fields, isMultipart }: SampleCall): Body {
  if (body !== undefined) return { kind: 'json', value: structuredClone(body) }
  if (fields === undefined) return emptyBody
  if (!isMultipart) return toStream(new URLSearchParams(fields).toString(), 'application/x-www-form-urlencoded')
  const parts = Object.entries(fields).map(
    ([name, value]) => `--octet\r\nContent-Disposition: form-data; name="${name}"${nameFile(name)}\r\n\r\n${value}\r\n`,
  )
  return toStream(`${parts.join('')}--octet--\r\n`, 'multipart/form-data; boundary=octet')
}

function nameFile(field: string): string {
  return field === 'file' ? '; filename="notes.txt"\r\nContent-Type: text/plain' : ''
}

function toStream(text: string, contentType: string): Body {
  return { kind: 'stream', stream: Readable.from([Buffer.from(text)]), contentType, length: Buffer.byteLength(text) }
}

/** The resources that a client can call; those that read what another answered run in its chain only. */
export function listCallable({ resources }: ElementDocument): ResourceDocument[] {
  return resources.filter(
    ({ type, kind, parameters, hooks }) =>
      kind !== 'java' &&
      (type == null || type === 'api' || type === 'apiNoDocumentation') &&
      !parameters?.some((parameter) => parameter.type.startsWith('prevBody')) &&
      !hooks?.some(({ body }) => body?.includes('request_previous_response')),
  )
}
