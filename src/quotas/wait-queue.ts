/** Calls that wait for permits, in the order in which they came. */

interface Waiting {
  readonly cost: number
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
  join(cost: number): { turn: Promise<void>; leave: (error: unknown) => void } {
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    const waiting = { cost, grant: resolve, refuse: reject }
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

  /** Lets everybody go that `judge` has an error for. */
  refuse(judge: () => unknown): void {
    for (const waiting of this.#waiting) {
      this.#take(waiting)
      waiting.refuse(judge())
    }
  }

  #take(waiting: Waiting): boolean {
    const isThere = this.#waiting.delete(waiting)
    if (isThere) this.#cost -= waiting.cost
    return isThere
  }
}
