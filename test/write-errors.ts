/** Writes the table of docs/errors.md from the registry: `node test/write-errors.ts`. The house rules compare the two. */
import { readFileSync, writeFileSync } from 'node:fs'
import { errorKinds } from '../src/lib/errors.ts'

const page = new URL('../docs/errors.md', import.meta.url)
const rows = Object.entries(errorKinds).map(([code, kind]) => `| \`${code}\` | ${kind.status} | ${kind.message} |`)
const introduction = readFileSync(page, 'utf8').split('| code |')[0]!
writeFileSync(page, `${introduction}| code | status | message |\n|---|---|---|\n${rows.join('\n')}\n`)
