// Activity types (v1). A deleted one stays, without its flag, so that old activities still name it.
import { answerData, type Call, type Operations, serve } from '../call.ts'
import { checkV1Body, type V1Check, v1Choice, v1Text, v1Whole } from '../checks-v1.ts'
import { createV1Error } from '../errors.ts'
import { formatV1Time, insertRow, listRows, type Row } from '../tenant.ts'

const icons =
  'task email meeting deadline call lunch calendar downarrow document smartphone camera scissors cogs bubble uparrow checkbox signpost shuffle addressbook linegraph picture car world search clip sound brush key padlock pricetag suitcase finish plane loop wifi truck cart bulb bell presentation'.split(
    ' ',
  )

const checks: Record<string, V1Check> = { name: v1Text('filled'), icon_key: v1Choice(icons), color: v1Text(), order_nr: v1Whole }

export const activityTypeOperations: Operations = {
  'GET /v1/activityTypes': serve(20, 'activities:read activities:full admin', (call) =>
    answerData(listRows(call.tenant.tables.activityTypes)),
  ),
  'POST /v1/activityTypes': serve(10, 'admin', (call) => {
    const { name, icon_key, color = 'FFFFFF' } = checkV1Body(call, checks)
    if (typeof name !== 'string' || icon_key === undefined) throw createV1Error(400, 'Activity type name and icon must be given.')
    const { activityTypes } = call.tenant.tables
    const key = name.toLowerCase().replaceAll(/\W+/g, '_')
    if (listRows(activityTypes).some((each) => each['key_string'] === key))
      throw createV1Error(400, 'Activity type with this name already exists.')
    const stamp = formatV1Time(call.now)
    const state = { active_flag: true, color, is_custom_flag: true, add_time: stamp, update_time: stamp }
    return answerData(insertRow(activityTypes, { order_nr: activityTypes.rows.size + 1, name, key_string: key, icon_key, ...state }))
  }),
  'PUT /v1/activityTypes/{id}': serve(10, 'admin', (call) =>
    answerData(Object.assign(findType(call), checkV1Body(call, checks), { update_time: formatV1Time(call.now) })),
  ),
  'DELETE /v1/activityTypes/{id}': serve(6, 'admin', (call) =>
    answerData(Object.assign(findType(call), { active_flag: false, update_time: formatV1Time(call.now) })),
  ),
}

function findType(call: Call): Row {
  const row = call.tenant.tables.activityTypes.rows.get(Number(call.params['id']))
  if (!row) throw createV1Error(404, 'Activity type not found')
  return row
}
