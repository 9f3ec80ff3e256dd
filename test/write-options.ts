/** The table of options as the README shows it. `node test/write-options.ts` prints it; the house rules compare. */
import { options } from '../src/config.ts'

/** One row an option; bars inside a meaning are escaped. */
export function printOptions(): string {
  return Object.entries(options)
    .map(
      ([name, option]) =>
        `| \`${name}\` | ${option.default === '' ? '' : `\`${option.default}\``} | ${option.meaning.replaceAll('|', '\\|')} |`,
    )
    .join('\n')
}

if (import.meta.main) process.stdout.write(`${printOptions()}\n`)
