// What SELECT makes of a row: fields in the order asked for, parents nested, children as results of their own.
import { refuse } from '../errors.ts'
import { showAttributes, showValue } from '../records/view.ts'
import type { Field } from '../schema/field.ts'
import type { Row } from '../tenant.ts'
import type { Column, Path } from './query.ts'
import { refuseAt } from './refuse.ts'
import { type Resolved, readValue, resolvePath, type Scope } from './resolve.ts'

export type Show = (row: Row) => Record<string, unknown>

/** How children of a row are listed. */
export type ListChildren = (query: Extract<Column, { kind: 'children' }>['query']) => { name: string; list: (row: Row) => unknown }

interface Level {
  /** A field's name to how it is read, or a relationship's to what is shown of the parent. */
  parts: Map<string, { field: Field } | { level: Level; reach: Resolved['reach'] }>
}

/** Makes the function that shows a row. @throws ApiError 400 as the vendor words it */
export function createProjection(
  scope: Scope,
  columns: Column[],
  more: { version: string; limit: number | undefined; listChildren: ListChildren },
): Show {
  const top: Level = { parts: new Map() }
  const children: ReturnType<ListChildren>[] = []
  for (const column of columns) {
    if (column.kind === 'field') {
      if (column.alias !== undefined) throw refuse(400, 'MALFORMED_QUERY', 'only aggregate expressions use field aliasing')
      addPath(scope, top, column.path)
    } else if (column.kind === 'children') children.push(more.listChildren(column.query))
    else if (column.kind === 'set') for (const field of listSet(scope, column, more.limit)) top.parts.set(field.name, { field })
  }
  return (row) => {
    const shown = showLevel(top, row, { row, version: more.version })
    for (const { name, list } of children) shown[name] = list(row)
    return shown
  }
}

function addPath(scope: Scope, top: Level, path: Path): void {
  const { via, field } = resolvePath(scope, path)
  let level = top
  for (let depth = 0; depth < via.length; depth += 1) {
    const name = via[depth] as string
    let part = level.parts.get(name)
    if (!part || 'field' in part) {
      const names = [...path.names.slice(0, path.names.length - via.length + depth), 'Id']
      part = { level: { parts: new Map() }, reach: resolvePath(scope, { names, at: path.at }).reach }
      level.parts.set(name, part)
    }
    level = part.level
  }
  if (level.parts.has(field.name)) throw refuse(400, 'INVALID_FIELD', `duplicate field selected: ${field.name}`)
  level.parts.set(field.name, { field })
}

function listSet(scope: Scope, column: Extract<Column, { kind: 'set' }>, limit: number | undefined): Field[] {
  const { object, query } = scope
  if (column.set !== 'STANDARD' && (limit === undefined || limit > 200)) {
    throw refuseAt(query.text, column.at, 'MALFORMED_QUERY', 'The SOQL FIELDS function must have a LIMIT of at most 200')
  }
  return object.fields.filter((each) => column.set === 'ALL' || each.custom === (column.set === 'CUSTOM'))
}

// `origin` is the row the query found; parents are reached from it.
function showLevel(level: Level, row: Row, origin: { row: Row; version: string }): Record<string, unknown> {
  const shown: Record<string, unknown> = { attributes: showAttributes(row, origin.version) }
  for (const [name, part] of level.parts) {
    if ('field' in part) {
      const { field } = part
      shown[name] = row.object.byName.get(name.toLowerCase()) === field ? showValue(row, field, origin.version) : readValue(row, field)
    } else {
      const parent = part.reach(origin.row)
      shown[name] = parent ? showLevel(part.level, parent, origin) : null
    }
  }
  return shown
}
