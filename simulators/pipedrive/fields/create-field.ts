// Making fields: the built-in ones of a new company, and custom ones with their hash.
import { createHash } from 'node:crypto'
import type { Tenant } from '../tenant.ts'
import { builtIn, builtInOptions } from './built-in.ts'
import { type Field, type FieldEntity, type FieldOption, fieldEntities } from './field.ts'

const visibility = { add_visible_flag: false, details_visible_flag: true }

/** Every built-in field by entity; numbers follow each other, as v1 shows them. */
export function createBuiltInFields(): Tenant['fields'] {
  let id = 12_000
  const lists = fieldEntities.map((entity) => {
    const list = builtIn[entity].map(([code, name, type, note]): Field => {
      id += 1
      const options = builtInOptions[`${entity}.${code}`]?.map((each) => ({ ...each })) ?? null
      const base = { id, code, name, type, description: null, options, isCustom: false }
      return { ...base, isOptional: note === 'optional', isSync: note === 'sync', required: note === 'required', ...createSettings(entity) }
    })
    return [entity, list] as const
  })
  return Object.fromEntries(lists) as Tenant['fields']
}

/** Adds a custom field at the end and returns it. Its code is made of company, entity, name and number, so that a seed has the same ones. */
export function addCustomField(
  tenant: Tenant,
  entity: FieldEntity,
  field: {
    name: string
    type: string
    labels?: readonly string[]
    description?: string | null
    settings?: Partial<ReturnType<typeof createSettings>>
  },
): Field {
  const id = tenant.nextFieldId
  tenant.nextFieldId += 1
  const code = createHash('sha1').update(`${tenant.id} ${entity} ${field.name} ${id}`).digest('hex')
  const options = field.labels ? createOptions(tenant, field.labels) : null
  const { name, type, description = null } = field
  const base = { id, code, name, type, description, options, isCustom: true, isOptional: false, isSync: false, required: false }
  const added: Field = { ...base, ...createSettings(entity), ...field.settings }
  tenant.fields[entity].push(added)
  return added
}

/** Options with the company's next numbers. */
export function createOptions(tenant: Tenant, labels: readonly string[]): FieldOption[] {
  return labels.map((label) => {
    const id = 100 + tenant.nextOptionId
    tenant.nextOptionId += 1
    return { id, label }
  })
}

// What v2 sends of a field's settings when `include_fields` asks.
function createSettings(entity: FieldEntity): Pick<Field, 'visibility' | 'important' | 'requirement'> {
  const inDialog = { show: false, order: null }
  const shown: Record<FieldEntity, Record<string, unknown>> = {
    deal: { ...visibility, projects_detail_visible_flag: false, show_in_pipelines: { show_in_all: true, pipeline_ids: [] } },
    person: { ...visibility, show_in_add_deal_dialog: inDialog },
    organization: { ...visibility, show_in_add_deal_dialog: inDialog, show_in_add_person_dialog: inDialog },
    product: { ...visibility },
    activity: { ...visibility },
  }
  const requirement = entity === 'deal' ? { enabled: false, stage_ids: [], statuses: {} } : { enabled: false }
  return { visibility: shown[entity], important: { enabled: false, stage_ids: [] }, requirement }
}
