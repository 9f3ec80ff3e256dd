// One request on the wire, taken apart once.
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Chance, CommonKnobs } from '../knobs.ts'

export interface Exchange<Options extends CommonKnobs & Chance> {
  request: IncomingMessage
  response: ServerResponse
  method: string
  path: string
  query: URLSearchParams
  knobs: Options
}

/** Takes the request's target apart. */
export function createExchange<Options extends CommonKnobs & Chance>(
  request: IncomingMessage,
  response: ServerResponse,
  knobs: Options,
): Exchange<Options> {
  const target = request.url ?? '/'
  const mark = target.indexOf('?')
  const path = mark < 0 ? target : target.slice(0, mark)
  return {
    request,
    response,
    method: request.method ?? 'GET',
    path,
    query: new URLSearchParams(mark < 0 ? '' : target.slice(mark + 1)),
    knobs,
  }
}

/** Milliseconds this reply is held back: evenly spread between the two latency knobs. */
export function pickLatency(knobs: CommonKnobs & Chance): number {
  const { latencyMin, latencyMax } = knobs
  return latencyMax <= latencyMin ? latencyMin : latencyMin + knobs.random() * (latencyMax - latencyMin)
}
