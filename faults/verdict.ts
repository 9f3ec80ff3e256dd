/** Reads the simulator's own record of every pair of tokens and says what the servers did wrong, if anything. */
import type { IssuedPair, TokenRecord } from '../simulators/keap/keap.ts'

export interface Verdict {
  /** Presentations of a refresh token whose successor had been stored (a pair is stored before it is used). */
  readonly presentationsAfterStored: number
  /** Refreshes of one generation that were under way at the same time. */
  readonly concurrentRefreshes: number
  /** Presentations repeated after a crash that the vendor accepted. */
  readonly recoveredPresentations: number
  /** Pairs that were issued and never used by anybody, although their parent was presented again: lost with a process. */
  readonly lostPairs: readonly IssuedPair[]
}

export function judge(record: TokenRecord): Verdict {
  const successorOf = new Map<number, IssuedPair>()
  for (const pair of record) if (pair.presentedParent !== null) successorOf.set(pair.presentedParent, pair)
  const reused = record.flatMap((pair) =>
    pair.presentations
      .filter(({ outcome }) => outcome === 'reused')
      .map(({ at }) => ({ at, successor: successorOf.get(pair.generation)! })),
  )
  return {
    presentationsAfterStored: reused.filter(({ successor }) => successor.firstUsedAt !== null).length,
    concurrentRefreshes: record.reduce((sum, pair) => sum + pair.concurrentPresentations, 0),
    recoveredPresentations: record.filter(
      ({ presentations }) =>
        presentations.length > 1 && presentations[0]!.outcome !== 'accepted' && presentations.some(({ outcome }) => outcome === 'accepted'),
    ).length,
    lostPairs: [...new Set(reused.map(({ successor }) => successor))].filter(({ firstUsedAt }) => firstUsedAt === null),
  }
}

/** The generation that a customer's chain began with, for a pair anywhere in it. */
export function findRoot(record: TokenRecord, pair: IssuedPair): number {
  let current = pair
  while (current.presentedParent !== null) current = record[current.presentedParent - 1]!
  return current.generation
}
