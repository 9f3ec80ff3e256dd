/** `octet check`: the schema and the lint rules over one element, each finding at its line. */
import type { ElementDocument } from '../src/elements/document/element-document.ts'
import { listProblems } from '../src/elements/document/validate.ts'
import type { Finding } from './lint/finding.ts'
import { lintDocument, lintUnfit } from './lint/lint-document.ts'
import { readSource } from './source/read-source.ts'
import type { Place, Source } from './source/source.ts'
import type { Terminal } from './terminal.ts'

interface Line {
  readonly place: Place
  readonly severity: Finding['severity']
  readonly message: string
}

/** Writes one line a finding, in the order of the files, and a count; gives 1 when an error is among them, else 0. Throws what reading the disk throws. */
export async function check([path]: readonly string[], terminal: Terminal): Promise<number> {
  const source = await readSource(path!)
  const lines = [...source.mistakes.map((mistake) => ({ ...mistake, severity: 'error' as const })), ...findIn(source)].sort(compare)
  for (const { place, severity, message } of lines) {
    terminal.write(`${place.file}:${place.line}:${place.column}: ${severity}: ${message}`)
  }
  const errors = lines.filter(({ severity }) => severity === 'error').length
  const warnings = lines.length - errors
  if (lines.length === 0) terminal.write(`${path}: nothing to remark`)
  else terminal.write(`${count(errors, 'error')}, ${count(warnings, 'warning')}`)
  return errors > 0 ? 1 : 0
}

function count(number: number, name: string): string {
  return `${number} ${name}${number === 1 ? '' : 's'}`
}

function findIn(source: Source): Line[] {
  if (source.document === undefined) return []
  const findings = findMistakes(source.document)
  return findings.map(({ path, severity, message, within }) => {
    const place = source.locate(path)
    if (within === undefined) return { place, severity, message }
    if (place.isScript) return { place: { ...place, ...within }, severity, message }
    return { place, severity, message: `${message} (line ${within.line} of the script)` }
  })
}

/** What the schema says, and what the rules say beside it. */
function findMistakes(written: unknown): Finding[] {
  const missing = findDerived(written)
  const document = missing.length === 0 ? written : { key: 'derived', hub: 'general', ...(written as object) }
  const problems = listProblems(document)
  if (problems.length === 0) return [...missing, ...lintDocument(document as ElementDocument)]
  const beside = typeof document === 'object' && document !== null ? lintUnfit(document, problems) : []
  return [...missing, ...problems.map((problem): Finding => ({ ...problem, severity: 'error' })), ...beside]
}

/** What the server fills in when an element is posted without it (contract 2.3). */
const derived = {
  key: 'key is missing; POST /elements makes one of the name, a folder of elements needs it',
  hub: 'hub is missing; general is meant',
}

function findDerived(document: unknown): Finding[] {
  if (typeof document !== 'object' || document === null || Array.isArray(document)) return []
  const missing = Object.entries(derived).filter(([name]) => !(name in document))
  return missing.map(([, message]) => ({ path: [], severity: 'warning', message }))
}

function compare(one: Line, other: Line): number {
  return one.place.file.localeCompare(other.place.file, 'en') || one.place.line - other.place.line || one.place.column - other.place.column
}
