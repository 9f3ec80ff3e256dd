/** Words that stand in one record of one tenant and nowhere else in the world. */

export interface Markers {
  readonly number: number
  /** A new word in something that the whole organization may see. */
  organization(what: string): string
  /** A new word in something that is the account's alone. */
  account(what: string): string
  /** Words that came from elsewhere: secrets. */
  keep(what: string, ...words: readonly string[]): void
  /** Word → what it stands in; `account`: without what the whole organization may see. */
  list(reach: 'all' | 'account'): ReadonlyMap<string, string>
}

/** Letters and digits only, so that they fit into names, keys, hosts, scripts and paths alike, and are found whatever they are escaped with. */
export function createMarkers(number: number): Markers {
  const shared = new Map<string, string>()
  const own = new Map<string, string>()
  const add = (to: Map<string, string>) => (what: string) => {
    const word = `zq${number}x${(shared.size + own.size).toString(36).padStart(3, '0')}qz`
    to.set(word, what)
    return word
  }
  return {
    number,
    organization: add(shared),
    account: add(own),
    keep(what, ...words) {
      for (const word of words) own.set(word, what)
    },
    list: (reach) => (reach === 'account' ? own : new Map([...shared, ...own])),
  }
}

/** What of the words is in a text that was not in the question. */
export function findLeaks(words: ReadonlyMap<string, string>, answer: string, asked: string): string[] {
  return [...words].filter(([word]) => answer.includes(word) && !asked.includes(word)).map(([word, what]) => `${what} (${word})`)
}
