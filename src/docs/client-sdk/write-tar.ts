/** Text files → a tar archive (POSIX.1-1988 `ustar`), the same bytes for the same files: no times, no owners. */

const block = 512

/** @param files path, of at most 100 bytes → text. */
export function writeTar(files: ReadonlyMap<string, string>): Buffer {
  const entries = [...files].flatMap(([path, text]) => {
    const content = Buffer.from(text)
    return [writeHeader(path, content.length), content, Buffer.alloc((block - (content.length % block)) % block)]
  })
  return Buffer.concat([...entries, Buffer.alloc(2 * block)])
}

function writeHeader(path: string, size: number): Buffer {
  const header = Buffer.alloc(block)
  const put = (at: number, text: string) => header.write(text, at, 'latin1')
  const octal = (value: number, digits: number) => `${value.toString(8).padStart(digits, '0')}\0`
  put(0, path)
  put(100, octal(0o644, 7))
  put(108, octal(0, 7))
  put(116, octal(0, 7))
  put(124, octal(size, 11))
  put(136, octal(0, 11))
  // The sum is made as if its own place held blanks.
  put(148, ' '.repeat(8))
  put(156, '0')
  put(257, 'ustar\x0000')
  const sum = header.reduce((total, byte) => total + byte, 0)
  put(148, `${octal(sum, 6)} `)
  return header
}
