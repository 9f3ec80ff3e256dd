/** When permits were used, by short moments: what is told to the ledger, and what a process goes by while the database is away. */
export class UseLog {
  #moment = 1
  #uses: [at: number, permits: number][] = []

  /** `moment`: how exactly times are kept (ms). */
  set moment(moment: number) {
    this.#moment = moment
  }

  /** When the first was. */
  get first(): number | undefined {
    return this.#uses[0]?.[0]
  }

  /** Times are rounded up: a permit may come back late, not early. */
  add(at: number, permits: number): void {
    const end = Math.ceil(at / this.#moment) * this.#moment
    const last = this.#uses.at(-1)
    if (last !== undefined && last[0] >= end) last[1] += permits
    else this.#uses.push([end, permits])
  }

  /** Permits used since then; what is older is forgotten. */
  countSince(time: number): number {
    let old = 0
    while (old < this.#uses.length && this.#uses[old]![0] <= time) old++
    if (old > 0) this.#uses.splice(0, old)
    return this.#uses.reduce((sum, [, permits]) => sum + permits, 0)
  }

  /** Takes everything out. */
  empty(): readonly [at: number, permits: number][] {
    const uses = this.#uses
    this.#uses = []
    return uses
  }

  /** Puts back what `empty` gave. */
  restore(uses: readonly [at: number, permits: number][]): void {
    this.#uses = [...uses, ...this.#uses]
  }
}
