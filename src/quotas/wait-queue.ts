/** Calls that wait for permits, in the order in which they came. */

interface Waiting {
  readonly cost: number
  /** It waits no longer than this. */
  readonly until: number
  readonly grant: () => void
  readonly refuse: (error: unknown) => void
}

export class WaitQueue {
  readonly #waiting = new Set<Waiting>()
  #cost = 0

  /** Permits that all together wait for. */
  get cost(): number {
    return this.#cost
  }

  get isEmpty(): boolean {
    return this.#waiting.size === 0
  }

  /** Permits that the first waits for; 0: nobody waits. */
  get first(): number {
    for (const { cost } of this.#waiting) return cost
    return 0
  }

  /** Resolves when its turn came; rejects with what `leave` is given. */
  join(cost: number, until: number): { turn: Promise<void>; leave: (error: unknown) => void } {
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    const waiting = { cost, until, grant: resolve, refuse: reject }
    this.#waiting.add(waiting)
    this.#cost += cost
    return {
      turn: promise,
      leave: (error) => {
        if (this.#take(waiting)) reject(error)
      },
    }
  }

  /** Lets the first go. */
  serve(): void {
    for (const waiting of this.#waiting) {
      this.#take(waiting)
      waiting.grant()
      return
    }
  }

  /** Sends those away, with an error each, for whom it is hopeless to wait until their time. */
  refuse(isHopeless: (until: number) => boolean, createError: () => unknown): void {
    for (const waiting of this.#waiting) {
      if (!isHopeless(waiting.until)) continue
      this.#take(waiting)
      waiting.refuse(createError())
    }
  }

  #take(waiting: Waiting): boolean {
    const isThere = this.#waiting.delete(waiting)
    if (isThere) this.#cost -= waiting.cost
    return isThere
  }
}
