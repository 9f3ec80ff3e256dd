/** What the story looks like on a terminal, and in a file when there is none. */

export interface Narrator {
  chapter(title: string): void
  say(text: string): void
  /** What is called: the request line and, when there is one, its body. */
  called(method: string, url: string, body?: unknown): void
  /** What came back: status, the headers that matter, JSON. */
  came(status: number, headers: Headers, body: unknown): void
  code(text: string): void
}

/** Writes to a stream; colours only where it is a terminal. */
export function createNarrator(stream: NodeJS.WriteStream): Narrator {
  const paint = (code: number, text: string): string => (stream.isTTY ? `\u001b[${code}m${text}\u001b[0m` : text)
  const line = (text = ''): void => void stream.write(`${text}\n`)
  const indent = (text: string): string => text.replace(/^/gm, '    ')
  return {
    chapter: (title) => line(`\n${paint(1, title)}\n${'─'.repeat(title.length)}`),
    say: (text) => line(text),
    called: (method, url, body) => {
      line(`\n  ${paint(36, `→ ${method} ${url}`)}`)
      if (body !== undefined) line(indent(JSON.stringify(body, null, 2)))
    },
    came: (status, headers, body) => {
      line(`  ${paint(status < 400 ? 32 : 31, `← ${status}`)}`)
      for (const [name, value] of headers) if (name.startsWith('elements-') && name !== 'elements-request-id') line(`    ${name}: ${value}`)
      line(indent(JSON.stringify(body, null, 2)))
    },
    code: (text) => line(indent(text)),
  }
}
