/**
 * Tree → OData `$filter` (contract 6.8). Quoted values are strings, unless they are an ISO date: clients quote everything, and a date property
 * compares with nothing else. Version 3 names the type of a literal (`datetime'…'`, `guid'…'`); version 4 writes it bare.
 */
import type { Expression, In, Like, Value } from './expression.ts'
import { type LeafPrinters, operatorWords, printText, readMoment, readPattern, readPlainName, type TextGrammar } from './text-grammar.ts'
import { writeNumber } from './write-number.ts'

interface Version {
  readonly writeText: (text: string) => string
  readonly writePart: (name: string, literal: string) => string
}

const version4: Version = {
  writeText: (text) => {
    const moment = readMoment(text)
    if (moment === undefined) return quote(text)
    // Contract 6.2: the zone may be missing; what has none is UTC.
    return moment.time === undefined ? moment.date : `${moment.date}T${moment.time}${moment.offset || 'Z'}`
  },
  writePart: (name, literal) => `contains(${name},${literal})`,
}

const version3: Version = {
  writeText: (text) => {
    const moment = readMoment(text)
    if (moment === undefined) return guid.test(text) ? `guid'${text}'` : quote(text)
    // Edm.DateTime has no zone (it is UTC here); with one the type is Edm.DateTimeOffset.
    const isOffset = moment.offset !== '' && moment.offset !== 'Z'
    return `${isOffset ? 'datetimeoffset' : 'datetime'}'${moment.date}T${moment.time ?? '00:00:00'}${isOffset ? moment.offset : ''}'`
  },
  writePart: (name, literal) => `substringof(${literal},${name})`,
}

const guid = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i

const grammar4 = createGrammar(version4)
const grammar3 = createGrammar(version3)

/** Prints with the literals of version 4 (those of 2 where nothing is a date). Throws expression-not-supported (400). */
export function printOdata(expression: Expression): string {
  return printText(expression, grammar4)
}

/** Prints with the literals of version 3. Throws expression-not-supported (400). */
export function printOdata3(expression: Expression): string {
  return printText(expression, grammar3)
}

function createGrammar(version: Version): TextGrammar {
  const writeValue = (value: Value): string => writeLiteral(value, version)
  const leaves: LeafPrinters = {
    comparison: (node) => `${nameOf(node)} ${operatorWords[node.operator]} ${writeValue(node.value)}`,
    in: (node) => printList(node, writeValue),
    like: (node) => `${node.negated ? 'not ' : ''}${printPattern(node, version)}`,
    isNull: (node) => `${nameOf(node)} ${node.negated ? 'ne' : 'eq'} null`,
  }
  return { and: ' and ', or: ' or ', leaves }
}

/** Versions before 4.01 have no lists. */
function printList(node: In, writeValue: (value: Value) => string): string {
  const name = nameOf(node)
  const [operator, word] = node.negated ? ['ne', ' and '] : ['eq', ' or ']
  const conditions = node.values.map((value) => `${name} ${operator} ${writeValue(value)}`)
  return conditions.length === 1 ? conditions[0]! : `(${conditions.join(word)})`
}

function printPattern(node: Like, { writePart }: Version): string {
  const { shape, text } = readPattern(node)
  const name = nameOf(node)
  if (shape === 'part') return writePart(name, quote(text))
  return `${shape === 'prefix' ? 'startswith' : 'endswith'}(${name},${quote(text)})`
}

function writeLiteral({ kind, text }: Value, { writeText }: Version): string {
  if (kind === 'number') return writeNumber(text)
  return kind === 'boolean' ? text.toLowerCase() : writeText(text)
}

function nameOf(node: Parameters<typeof readPlainName>[0]): string {
  return readPlainName(node).replaceAll('.', '/')
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}
