/** How many permits a second are taken: what happened a second ago counts a third as much as what happens now. */
export class Demand {
  #rate = 0
  #taken = 0

  /** Permits taken since the last `look`. */
  get taken(): number {
    return this.#taken
  }

  /** Permits a second, as of the last `look`. */
  get rate(): number {
    return this.#rate
  }

  count(permits: number): void {
    this.#taken += permits
  }

  /** Closes a stretch of so many seconds; gives the rate. */
  look(seconds: number): number {
    const fade = Math.exp(-seconds)
    this.#rate = this.#rate * fade + (this.#taken * (1 - fade)) / seconds
    this.#taken = 0
    return this.#rate
  }
}
