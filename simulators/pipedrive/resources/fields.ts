// Fields (v2): built-in and custom ones, with their options; and what v1 calls them.
import { answerData, type Call, type Operations, serve } from '../call.ts'
import { checkBody, choice, list, nullable, object, requireValues, text, whole } from '../checks.ts'
import { ApiError, createMissingError, createValidationError } from '../errors.ts'
import { addCustomField, createOptions } from '../fields/create-field.ts'
import { type Field, type FieldEntity, subfields } from '../fields/field.ts'
import { readLimit, readWords } from '../list/parameters.ts'

const types = 'varchar text double phone date daterange time timerange set enum varchar_auto address monetary org people user'.split(' ')

const settings: Record<string, 'visibility' | 'important' | 'requirement'> = {
  ui_visibility: 'visibility',
  important_fields: 'important',
  required_fields: 'requirement',
}

const anything = (value: unknown, name: string) => {
  if (typeof value !== 'object' || value === null) throw createValidationError(name, 'Invalid collection')
  return value
}

const label = text(255, 'filled')

/** The operations of one kind of fields: `/personFields` and so on. `isFixed`: only to be read. */
function createFieldOperations(entity: FieldEntity, scopes: { read: string; create: string; change: string }, isFixed = false): Operations {
  const path = `/v2/${entity}Fields`
  const reading: Operations = {
    [`GET ${path}`]: serve(10, scopes.read, (call) => listFields(call, entity)),
    [`GET ${path}/{field_code}`]: serve(1, scopes.read, (call) => answerData(showField(findField(call, entity), call, entity))),
  }
  if (isFixed) return reading
  return {
    ...reading,
    [`POST ${path}`]: serve(5, scopes.create, (call) => createField(call, entity)),
    [`PATCH ${path}/{field_code}`]: serve(5, scopes.change, (call) => {
      const field = findCustomField(call, entity)
      const sent = checkBody(call, {
        field_name: label,
        ui_visibility: anything,
        important_fields: anything,
        required_fields: anything,
        description: nullable(text(65_535)),
      })
      if (typeof sent['field_name'] === 'string') field.name = sent['field_name']
      if (sent['description'] !== undefined) field.description = sent['description'] as string | null
      for (const [name, own] of Object.entries(settings)) Object.assign(field[own], sent[name])
      return answerData(showField(field, call, entity))
    }),
    [`DELETE ${path}/{field_code}`]: serve(3, scopes.change, (call) => {
      const field = findCustomField(call, entity)
      call.tenant.fields[entity] = call.tenant.fields[entity].filter((each) => each !== field)
      return answerData(showField(field, call, entity))
    }),
    [`POST ${path}/{field_code}/options`]: serve(5, scopes.change, (call) => {
      const field = findOptionField(call, entity)
      const sent = list(object({ label }, ['label']))(call.items, 'options', call) as { label: string }[]
      const added = createOptions(
        call.tenant,
        sent.map((each) => each.label),
      )
      field.options = [...(field.options ?? []), ...added]
      return answerData(added, null)
    }),
    [`PATCH ${path}/{field_code}/options`]: serve(5, scopes.change, (call) => {
      const field = findOptionField(call, entity)
      const sent = list(object({ id: whole(1), label }, ['id', 'label']))(call.items, 'options', call) as { id: number; label: string }[]
      const changed = sent.map(({ id, label: name }) => Object.assign(findOption(field, id), { label: name }))
      return answerData(changed, null)
    }),
    [`DELETE ${path}/{field_code}/options`]: serve(3, scopes.change, (call) => {
      const field = findOptionField(call, entity)
      const sent = list(object({ id: whole(1) }, ['id']))(call.items, 'options', call) as { id: number }[]
      const removed = sent.map(({ id }) => findOption(field, id))
      field.options = (field.options ?? []).filter((each) => !removed.includes(each))
      return answerData(removed, null)
    }),
  }
}

export const fieldOperations: Operations = {
  ...createFieldOperations('deal', {
    read: 'deals:read deals:full admin deal-fields:full',
    create: 'admin deal-fields:full',
    change: 'admin deals:full deal-fields:full',
  }),
  ...createFieldOperations('person', {
    read: 'contacts:read contacts:full admin contact-fields:full',
    create: 'admin contact-fields:full',
    change: 'admin contacts:full contact-fields:full',
  }),
  ...createFieldOperations('organization', {
    read: 'contacts:read contacts:full admin contact-fields:full',
    create: 'admin contact-fields:full',
    change: 'admin contacts:full contact-fields:full',
  }),
  ...createFieldOperations('product', {
    read: 'products:read products:full product-fields:full',
    create: 'products:full product-fields:full',
    change: 'products:full product-fields:full',
  }),
  ...createFieldOperations('activity', { read: 'admin', create: '', change: '' }, true),
}

function createField(call: Call, entity: FieldEntity) {
  const sent = checkBody(call, {
    field_name: label,
    field_type: choice(types),
    options: list(object({ label }, ['label'])),
    ui_visibility: anything,
    important_fields: anything,
    required_fields: anything,
    description: nullable(text(65_535)),
  })
  requireValues(sent, ['field_name', 'field_type'])
  const type = String(sent['field_type'])
  const options = sent['options'] as { label: string }[] | undefined
  const hasOptions = type === 'enum' || type === 'set'
  if (hasOptions && !options?.length) throw createValidationError('options', 'This field is missing.')
  if (!hasOptions && options?.length) throw createValidationError('options', 'This field was not expected.')
  const name = String(sent['field_name'])
  const isTaken = call.tenant.fields[entity].some((each) => each.isCustom && each.name === name && each.type === type)
  if (isTaken) throw new ApiError(409, { success: false, error: 'Field with this name and type already exists', code: 'ERR_CONFLICT' })
  const description = (sent['description'] ?? null) as string | null
  const field = addCustomField(call.tenant, entity, {
    name,
    type,
    description,
    ...(options ? { labels: options.map((each) => each.label) } : {}),
  })
  for (const [key, own] of Object.entries(settings)) Object.assign(field[own], sent[key])
  return answerData(showField(field, call, entity))
}

function listFields(call: Call, entity: FieldEntity) {
  const limit = readLimit(call)
  const cursor = call.query.get('cursor')
  const visible = call.tenant.fields[entity].filter((each) => !each.isSync || call.options.contactSync)
  const start = cursor ? visible.findIndex((each) => each.code === decodeCursor(cursor)) : 0
  if (start < 0) throw createValidationError('cursor', 'Invalid cursor.')
  const next = visible[start + limit]
  const page = visible.slice(start, start + limit).map((field) => showField(field, call, entity))
  return answerData(page, { next_cursor: next ? Buffer.from(JSON.stringify({ field_code: next.code })).toString('base64url') : null })
}

function decodeCursor(raw: string): unknown {
  try {
    return (JSON.parse(Buffer.from(raw, 'base64url').toString('utf8')) as { field_code?: unknown }).field_code
  } catch {
    return undefined
  }
}

/** A field as v2 shows it; settings only where `include_fields` asks for them. */
function showField(field: Field, call: Call, entity: FieldEntity): Record<string, unknown> {
  const included = readWords(call.query, 'include_fields', Object.keys(settings)) ?? []
  const parts = subfields[field.type]
  return {
    field_name: field.name,
    field_code: field.code,
    ...(entity === 'deal' ? { description: field.description ?? '' } : {}),
    field_type: field.type,
    options: field.options,
    subfields: parts ? parts.map(([field_code, field_name, field_type]) => ({ field_code, field_name, field_type })) : null,
    is_custom_field: field.isCustom,
    is_optional_response_field: field.isOptional,
    ...Object.fromEntries(included.map((name) => [name, field[settings[name] ?? 'visibility']])),
  }
}

function findField(call: Call, entity: FieldEntity): Field {
  const field = call.tenant.fields[entity].find((each) => each.code === call.params['field_code'])
  if (!field) throw createMissingError()
  return field
}

function findCustomField(call: Call, entity: FieldEntity): Field {
  const field = findField(call, entity)
  if (!field.isCustom) throw createValidationError('field_code', 'Built-in fields cannot be changed.')
  return field
}

function findOptionField(call: Call, entity: FieldEntity): Field {
  const field = findField(call, entity)
  if (!field.options) throw createValidationError('field_code', 'This field has no options.')
  return field
}

function findOption(field: Field, id: number) {
  const option = field.options?.find((each) => each.id === id)
  if (!option) throw createValidationError('id', `Option ${id} not found.`)
  return option
}
