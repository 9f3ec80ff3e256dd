// One request on the wire, taken apart once.
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { KeapOptions } from '../knobs.ts'

export interface Exchange {
  request: IncomingMessage
  response: ServerResponse
  method: string
  path: string
  query: URLSearchParams
  knobs: KeapOptions
}

/** Takes the request's target apart. */
export function createExchange(request: IncomingMessage, response: ServerResponse, knobs: KeapOptions): Exchange {
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
export function pickLatency(knobs: KeapOptions): number {
  const { latencyMin, latencyMax } = knobs
  return latencyMax <= latencyMin ? latencyMin : latencyMin + knobs.random() * (latencyMax - latencyMin)
}
