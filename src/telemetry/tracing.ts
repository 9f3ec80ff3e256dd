/**
 * Traces for OpenTelemetry: a span for a hub call, one for each exchange with a vendor, one for a renewal of tokens. Spans hold names of the catalog,
 * methods, hosts and statuses: no queries, no bodies, no headers. The packages are loaded only where traces go somewhere.
 */
import { AsyncLocalStorage } from 'node:async_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Context, ROOT_CONTEXT, type Span, SpanKind, SpanStatusCode, type Tracer, trace } from '@opentelemetry/api'
import { readTraceContext, writeTraceparent } from './trace-context.ts'
import type { Watcher } from './watcher.ts'

export interface TracingOptions {
  /** Base URL of an OTLP/HTTP receiver. */
  readonly endpoint: string
  readonly headers: Readonly<Record<string, string>>
  readonly serviceName: string
  /** Share of the traces that begin here, 0 to 1; a client's own trace is followed as the client says. */
  readonly share: number
  /** Whether `traceparent` is sent to vendors. */
  readonly tellsVendors: boolean
}

export interface Tracing {
  readonly watcher: Watcher
  /** Sends what is waiting; resolves also when the receiver does not answer. */
  stop(): Promise<void>
}

/** Spans wait so long before they are sent (ms), one request may take so long, and so does the last one when the server stops. */
const waitMs = 1000
const sendMs = 5000

/** Rejects only when the packages cannot be loaded; a receiver that is away loses spans and nothing else. */
export async function startTracing(options: TracingOptions): Promise<Tracing> {
  const [sdk, { OTLPTraceExporter }, { resourceFromAttributes }] = await Promise.all([
    import('@opentelemetry/sdk-trace'),
    import('@opentelemetry/exporter-trace-otlp-http'),
    import('@opentelemetry/resources'),
  ])
  const exporter = new OTLPTraceExporter({ url: `${options.endpoint}/v1/traces`, headers: { ...options.headers }, timeoutMillis: sendMs })
  const provider = new sdk.TracerProvider({
    resource: resourceFromAttributes({ 'service.name': options.serviceName }),
    sampler: new sdk.ParentBasedSampler({ root: new sdk.TraceIdRatioBasedSampler(options.share) }),
    spanProcessors: [new sdk.BatchSpanProcessor({ exporter, scheduledDelayMillis: waitMs })],
  })
  return {
    watcher: createTracer(provider.getTracer('octet'), options),
    stop: () => Promise.race([provider.shutdown().catch(() => undefined), sleep(sendMs, undefined, { ref: false })]),
  }
}

function createTracer(tracer: Tracer, { tellsVendors }: Pick<TracingOptions, 'tellsVendors'>): Watcher {
  const current = new AsyncLocalStorage<Context>()
  const spanOf = (context: Context | undefined) => (context === undefined ? undefined : trace.getSpan(context))

  async function within<T>({ span, parent }: { span: Span; parent: Context }, work: () => Promise<T>): Promise<T> {
    try {
      return await current.run(trace.setSpan(parent, span), work)
    } finally {
      span.end()
    }
  }
  return {
    call({ requestId, method, traceparent, tracestate }, work) {
      // A call that a script made within another belongs to that one, whatever it sends along.
      const parent = current.getStore() ?? readTraceContext(ROOT_CONTEXT, traceparent, tracestate)
      const attributes = { 'http.request.method': method, 'octet.request_id': requestId }
      const span = tracer.startSpan(`${method} hub call`, { kind: SpanKind.SERVER, attributes }, parent)
      return within({ span, parent }, work)
    },
    answered({ element_key, hub, element_api, instance_id, status }) {
      const span = spanOf(current.getStore())
      if (span === undefined || !span.isRecording()) return
      span.setAttribute('http.response.status_code', status)
      if (element_key !== null) span.setAttribute('octet.element', element_key)
      if (hub !== null) span.setAttribute('octet.hub', hub)
      if (element_api !== null) span.setAttribute('http.route', element_api)
      if (instance_id !== null) span.setAttribute('octet.instance_id', instance_id)
      // What a client did wrong is no error of a server's span (OpenTelemetry's conventions for HTTP).
      if (status >= 500) span.setStatus({ code: SpanStatusCode.ERROR })
    },
    exchange({ method, url }) {
      const parent = current.getStore() ?? ROOT_CONTEXT
      const { hostname, port } = URL.parse(url) ?? { hostname: '', port: '' }
      const attributes = { 'http.request.method': method, 'server.address': hostname, ...(port !== '' && { 'server.port': Number(port) }) }
      const span = tracer.startSpan(method, { kind: SpanKind.CLIENT, attributes }, parent)
      return {
        ...(tellsVendors && { headers: { traceparent: writeTraceparent(span.spanContext()) } }),
        end(outcome) {
          if ('status' in outcome) span.setAttribute('http.response.status_code', outcome.status)
          else span.setAttribute('error.type', outcome.failure)
          if (!('status' in outcome) || outcome.status >= 400) span.setStatus({ code: SpanStatusCode.ERROR })
          span.end()
        },
      }
    },
    renewal(work) {
      const parent = current.getStore() ?? ROOT_CONTEXT
      const span = tracer.startSpan('renew token', { kind: SpanKind.INTERNAL }, parent)
      return within({ span, parent }, async () => {
        const result = await work().catch((error: unknown) => {
          span.setStatus({ code: SpanStatusCode.ERROR })
          throw error
        })
        span.setAttribute('octet.outcome', result.kind)
        return result
      })
    },
  }
}
