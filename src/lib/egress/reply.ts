/** A vendor's answer: status and headers at once, the body when somebody asks for it. */
import type { Dispatcher } from 'undici'
import { codingOf, createTooLarge, openDecoded, readWhole } from './body.ts'
import type { Cancellation } from './cancellation.ts'
import { decodeText, isXml } from './decode-text.ts'
import { toEgressError } from './egress-error.ts'
import type { EgressResponse, EgressTimeouts } from './exchange.ts'

export interface ReplyContext {
  /** Bytes. */
  readonly limit: number
  readonly timeouts: EgressTimeouts
  readonly cancellation: Cancellation
}

export function createReply(response: Dispatcher.ResponseData, context: ReplyContext): EgressResponse {
  return new Reply(response, context)
}

class Reply implements EgressResponse {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: Dispatcher.ResponseData['body']
  readonly #context: ReplyContext
  readonly #contentType: string

  constructor(response: Dispatcher.ResponseData, context: ReplyContext) {
    this.status = response.statusCode
    this.headers = response.headers
    this.body = response.body
    this.#context = context
    this.#contentType = first(response.headers['content-type']) ?? ''
    response.body.once('close', () => context.cancellation.end())
    // It may break while nobody reads it yet, or no more; whoever does read it is told by the reading.
    response.body.on('error', () => {})
  }

  async text(): Promise<string> {
    const { limit, timeouts } = this.#context
    const coding = codingOf(first(this.headers['content-encoding']))
    const length = Number(first(this.headers['content-length']) ?? Number.NaN)
    try {
      // The HTTP parser reads no more than the length that was announced, so the short way needs no counting.
      if (length <= limit && coding === undefined && !isXml(this.#contentType)) return await this.body.text()
      if (length > limit) {
        this.body.destroy()
        throw createTooLarge(limit)
      }
      return decodeText(await readWhole(this.body, limit, coding), this.#contentType)
    } catch (error) {
      throw toEgressError(error, timeouts)
    }
  }

  async excerpt(bytes: number): Promise<string> {
    const source = openDecoded(this.body, codingOf(first(this.headers['content-encoding'])))
    const chunks: Buffer[] = []
    let length = 0
    try {
      for await (const chunk of source as AsyncIterable<Buffer>) {
        chunks.push(chunk)
        length += chunk.length
        if (length >= bytes) break
      }
    } catch (error) {
      throw toEgressError(error, this.#context.timeouts)
    }
    return decodeText(Buffer.concat(chunks).subarray(0, bytes), this.#contentType)
  }

  stream() {
    this.#context.cancellation.extend(this.#context.timeouts.stream)
    return openDecoded(this.body, codingOf(first(this.headers['content-encoding'])))
  }

  async discard(): Promise<void> {
    await this.body.dump({ limit: 128 * 1024 }).catch(() => {})
  }
}

function first(value: string | string[] | undefined): string | undefined {
  return typeof value === 'string' ? value : value?.[0]
}
