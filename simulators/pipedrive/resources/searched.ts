// What search looks through: the texts of every kind of record, and the items of its results.
import type { Call } from '../call.ts'
import type { FieldEntity } from '../fields/field.ts'
import { readFieldValue } from '../list/filter.ts'
import type { Searched } from '../list/search.ts'
import { listRows, type Row } from '../tenant.ts'
import { isThere } from './entity.ts'

const searchableTypes = ['address', 'varchar', 'text', 'varchar_auto', 'double', 'monetary', 'phone']

type Kind = 'deal' | 'person' | 'organization' | 'product' | 'lead'

/** A kind of records for one call, its notes gathered once. */
export function createSearched(call: Call, kind: Kind): Searched {
  return kinds[kind](call)
}

const kinds: Record<Kind, (call: Call) => Searched> = {
  person: (call) => {
    const notes = gatherNotes(call, 'person_id')
    const readCustom = createCustomReader('person', call)
    const ways = (row: Row, name: string) => (row[name] as { value: string }[]).map((each) => each.value)
    return {
      type: 'person',
      rows: call.tenant.tables.persons.rows.values(),
      isListed: isThere,
      texts: {
        name: (row) => [String(row['name'])],
        email: (row) => ways(row, 'emails'),
        phone: (row) => ways(row, 'phones'),
        notes: (row) => notes.get(row.id) ?? [],
        custom_fields: readCustom,
      },
      show: (row) => ({
        id: row.id,
        type: 'person',
        name: row['name'],
        phones: ways(row, 'phones'),
        emails: ways(row, 'emails'),
        ...showCommon(row, { readCustom, notes }),
        organization: showOrganization(call, row['org_id'], 'with address'),
      }),
    }
  },
  organization: (call) => {
    const notes = gatherNotes(call, 'org_id')
    const readCustom = createCustomReader('organization', call)
    return {
      type: 'organization',
      rows: call.tenant.tables.organizations.rows.values(),
      isListed: isThere,
      texts: {
        name: (row) => [String(row['name'])],
        address: (row) => readAddress(row),
        notes: (row) => notes.get(row.id) ?? [],
        custom_fields: readCustom,
      },
      show: (row) => ({
        id: row.id,
        type: 'organization',
        name: row['name'],
        address: readAddress(row)[0] ?? null,
        ...showCommon(row, { readCustom, notes }),
      }),
    }
  },
  deal: (call) => {
    const notes = gatherNotes(call, 'deal_id')
    const readCustom = createCustomReader('deal', call)
    return {
      type: 'deal',
      rows: call.tenant.tables.deals.rows.values(),
      isListed: isThere,
      texts: {
        title: (row) => [String(row['title'])],
        notes: (row) => notes.get(row.id) ?? [],
        custom_fields: readCustom,
      },
      show: (row) => {
        const stage = call.tenant.tables.stages.rows.get(row['stage_id'] as number)
        return {
          id: row.id,
          type: 'deal',
          title: row['title'],
          value: row['value'],
          currency: row['currency'],
          status: row['status'],
          ...showCommon(row, { readCustom, notes }),
          stage: stage ? { id: stage.id, name: stage['name'] } : null,
          person: showPerson(call, row['person_id']),
          organization: showOrganization(call, row['org_id']),
          is_archived: row['is_archived'],
        }
      },
    }
  },
  product: (call) => {
    const readCustom = createCustomReader('product', call)
    return {
      type: 'product',
      rows: call.tenant.tables.products.rows.values(),
      isListed: isThere,
      texts: {
        name: (row) => [String(row['name'])],
        code: (row) => (row['code'] ? [String(row['code'])] : []),
        custom_fields: readCustom,
      },
      show: (row) => {
        const { notes: _notes, ...common } = showCommon(row, { readCustom, notes: new Map() })
        return { id: row.id, type: 'product', name: row['name'], code: row['code'], ...common }
      },
    }
  },
  lead: (call) => {
    const notes = gatherNotes(call, 'lead_id')
    return {
      type: 'lead',
      rows: call.tenant.tables.leads.rows.values(),
      isListed: () => true,
      texts: {
        title: (row) => [String(row['title'])],
        notes: (row) => notes.get(row.id) ?? [],
        custom_fields: (row) => readLeadTexts(row, call),
      },
      show: (row) => showLead(row, call, notes),
    }
  },
}

function showLead(row: Row, call: Call, notes: Map<Row['id'], string[]>): Record<string, unknown> {
  const person = call.tenant.tables.persons.rows.get(row['person_id'] as number)
  const ways = (name: string) => ((person?.[name] ?? []) as { value: string }[]).map((each) => each.value)
  const money = row['value'] as { amount: number; currency: string } | null
  return {
    id: row.id,
    type: 'lead',
    title: row['title'],
    owner: { id: row['owner_id'] },
    person: showPerson(call, row['person_id']),
    organization: showOrganization(call, row['organization_id']),
    phones: ways('phones'),
    emails: ways('emails'),
    custom_fields: readLeadTexts(row, call),
    notes: notes.get(row.id) ?? [],
    value: money?.amount ?? null,
    currency: money?.currency ?? null,
    visible_to: Number(row['visible_to']),
    is_archived: row['is_archived'],
  }
}

function showCommon(
  row: Row,
  { readCustom, notes }: { readCustom: (row: Row) => string[]; notes: Map<Row['id'], string[]> },
): { visible_to: unknown; owner: unknown; custom_fields: string[]; notes: string[] } {
  return {
    visible_to: row['visible_to'],
    owner: { id: row['owner_id'] },
    custom_fields: readCustom(row),
    notes: notes.get(row.id) ?? [],
  }
}

/** Reads the texts of custom fields that are searched. */
function createCustomReader(entity: FieldEntity, call: Call): (row: Row) => string[] {
  const fields = call.tenant.fields[entity].filter((each) => each.isCustom && searchableTypes.includes(each.type))
  return (row) => {
    const texts: string[] = []
    for (const field of fields) {
      const value = readFieldValue(row, field)
      if (value !== null && value !== undefined) texts.push(String(value))
    }
    return texts
  }
}

function readLeadTexts(row: Row, call: Call): string[] {
  const codes = call.tenant.fields.deal.filter((each) => each.isCustom && searchableTypes.includes(each.type)).map((each) => each.code)
  return codes.flatMap((code) => (['string', 'number'].includes(typeof row[code]) ? [String(row[code])] : []))
}

function readAddress(row: Row): string[] {
  const value = (row['address'] as { value?: unknown } | null)?.value
  return typeof value === 'string' ? [value] : []
}

function gatherNotes(call: Call, link: string): Map<Row['id'], string[]> {
  const notes = new Map<Row['id'], string[]>()
  for (const note of listRows(call.tenant.tables.notes)) {
    const id = note[link] as Row['id'] | null
    if (id === null || note['active_flag'] !== true) continue
    const text = String(note['content']).replaceAll(/<[^>]*>/g, '')
    notes.set(id, [...(notes.get(id) ?? []), text])
  }
  return notes
}

function showPerson(call: Call, id: unknown): unknown {
  const row = call.tenant.tables.persons.rows.get(id as number)
  return row ? { id: row.id, name: row['name'] } : null
}

function showOrganization(call: Call, id: unknown, parts: 'with address' | 'name only' = 'name only'): unknown {
  const row = call.tenant.tables.organizations.rows.get(id as number)
  if (!row) return null
  return { id: row.id, name: row['name'], ...(parts === 'with address' ? { address: readAddress(row)[0] ?? null } : {}) }
}
