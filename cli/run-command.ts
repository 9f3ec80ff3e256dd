/** From the words on the command line to a command; what cannot be read or written becomes exit code 2 with one line that says why. */
import { DocumentError } from '../src/elements/document/validate.ts'
import { check } from './check.ts'
import { exportElement } from './export-element.ts'
import { importElement } from './import-element.ts'
import type { Terminal } from './terminal.ts'

const usage = `octet check <folder | element.json>          says what is wrong with an element: file:line:column: error|warning: …
octet import <element.json> [folder]         lays an exported element out as a folder (default: a folder named for its key)
octet export <folder> [element.json]         joins a folder into the document that POST /elements takes (default: prints it)`

type Command = (words: readonly string[], terminal: Terminal) => Promise<number>

const commands: Readonly<Record<string, { readonly run: Command; readonly words: readonly [least: number, most: number] }>> = {
  check: { run: check, words: [1, 1] },
  import: { run: importElement, words: [1, 2] },
  export: { run: exportElement, words: [1, 2] },
}

/** Runs one command; gives the exit code: 0, 1 (errors in an element) or 2 (wrong call, unreadable, unwritable). */
export async function runCommand(words: readonly string[], terminal: Terminal): Promise<number> {
  const [name = '', ...rest] = words
  if (name === 'help' || name === '--help' || name === '-h') {
    terminal.write(usage)
    return 0
  }
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (command === undefined || rest.length < command.words[0] || rest.length > command.words[1]) {
    terminal.writeError(usage)
    return 2
  }
  try {
    return await command.run(rest, terminal)
  } catch (error) {
    if (!(error instanceof DocumentError) && (error as NodeJS.ErrnoException).code === undefined) throw error
    terminal.writeError(`octet: ${(error as Error).message}`)
    return 2
  }
}
