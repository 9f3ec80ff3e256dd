/** What was started ends in the reverse order, also what is still starting when the end begins. */

export interface Endings {
  /** Waits for a start, and remembers how to end what came of it. */
  open<T>(start: Promise<T>, close: (opened: T) => unknown): Promise<T>
  /** Ends everything, then the process. A later call, but not one of the same moment, ends the process at once (130): npm hands on a Ctrl-C that its child has too. */
  end(code: number): Promise<void>
  isEnding(): boolean
}

/** How long calls are of the same moment (ms). */
const moment = 500

/** `exit` ends the process. */
export function createEndings(exit: (code: number) => void): Endings {
  const closings: (() => unknown)[] = []
  let starting: Promise<unknown> = Promise.resolve()
  let endingSince: number | undefined
  return {
    isEnding: () => endingSince !== undefined,
    async open(start, close) {
      starting = start.then(
        (opened) => closings.push(() => close(opened)),
        () => {},
      )
      await starting
      // The story goes no further once the end has begun.
      if (endingSince !== undefined) return new Promise(() => {})
      return start
    },
    async end(code) {
      const now = performance.now()
      if (endingSince !== undefined) {
        if (now - endingSince >= moment) exit(130)
        return
      }
      endingSince = now
      await starting
      for (const close of closings.reverse()) await close()
      exit(code)
    },
  }
}
