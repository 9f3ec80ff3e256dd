/** The headers of W3C Trace Context (https://www.w3.org/TR/trace-context/): whose trace a call belongs to. */
import { type Context, createTraceState, isSpanContextValid, type SpanContext, trace } from '@opentelemetry/api'

const form = /^([\da-f]{2})-([\da-f]{32})-([\da-f]{16})-([\da-f]{2})(-.*)?$/

/** The context with the client's span in it; as it was where the header is missing or means nothing (§3.2.2: then it is as if it had not come). */
export function readTraceContext(root: Context, traceparent: string | undefined, tracestate: string | undefined): Context {
  const match = form.exec(traceparent?.trim() ?? '')
  if (match === null) return root
  const [, version, traceId, spanId, flags, more] = match
  // Later versions may have more at the end, this one has not.
  if (version === 'ff' || (version === '00' && more !== undefined)) return root
  const context: SpanContext = {
    ...{ traceId: traceId!, spanId: spanId!, traceFlags: Number.parseInt(flags!, 16) & 1, isRemote: true },
    ...(tracestate !== undefined && { traceState: createTraceState(tracestate) }),
  }
  return isSpanContextValid(context) ? trace.setSpanContext(root, context) : root
}

export function writeTraceparent({ traceId, spanId, traceFlags }: SpanContext): string {
  return `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, '0')}`
}
