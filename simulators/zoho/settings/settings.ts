// Metadata: modules, fields with picklists, the pipeline of deals, the organization.
import { answerNothing, answerOk, type Call, type Routes } from '../call.ts'
import { ApiError, refuseMissingParameter } from '../errors.ts'
import type { Module } from '../modules/module.ts'
import { pipelineName, stages } from '../modules/sales.ts'
import { describeField } from './field-meta.ts'

export const settingsRoutes: Routes = {
  'GET /settings/modules': (call) =>
    answerOk({ modules: [...call.tenant.modules.values()].map((each, at) => describeModule(call, each, at)) }),
  'GET /settings/modules/{api_name}': (call) => {
    const all = [...call.tenant.modules.values()]
    const at = all.findIndex((each) => each.apiName === call.params['api_name'] || each.id === call.params['api_name'])
    const module = all[at]
    if (!module) throw new ApiError(400, 'INVALID_MODULE', 'the module name given seems to be invalid', { resource_path_index: 2 })
    return answerOk({ modules: [describeModule(call, module, at)] })
  },
  'GET /settings/fields': (call) => {
    const module = readModuleParameter(call)
    return answerOk({ fields: [...module.fields.values()].map((each) => describeField(call.tenant, module, each)) })
  },
  'GET /settings/fields/{field}': (call) => {
    const module = readModuleParameter(call)
    const field = [...module.fields.values()].find((each) => each.id === call.params['field'])
    return field ? answerOk({ fields: [describeField(call.tenant, module, field)] }) : answerNothing()
  },
  'GET /settings/pipeline': (call) => {
    const layout = call.query.get('layout_id')
    if (layout === null) throw refuseMissingParameter('layout_id')
    if (layout !== call.tenant.modules.get('Deals')?.layoutId) {
      throw new ApiError(400, 'INVALID_DATA', 'the layout id given seems to be invalid', { param_name: 'layout_id' })
    }
    return answerOk({ pipeline: [describePipeline(layout)] })
  },
  'GET /org': ({ tenant }) =>
    answerOk({
      org: [
        {
          id: `${tenant.prefix}000000000100`,
          company_name: tenant.companyName,
          zgid: tenant.prefix,
          primary_email: [...tenant.users.values()][0]?.values['email'],
          country_code: tenant.dataCenter === 'us' ? 'US' : 'DE',
          currency: tenant.dataCenter === 'us' ? 'US Dollar - USD' : 'Euro - EUR',
          iso_code: tenant.dataCenter === 'us' ? 'USD' : 'EUR',
          time_zone: tenant.dataCenter === 'us' ? 'Etc/GMT+8' : 'Etc/GMT-1',
          type: 'production',
          license_details: { paid: true, paid_type: 'enterprise', users_license_purchased: 4, trial_expiry: null },
        },
      ],
    }),
}

function readModuleParameter(call: Call): Module {
  const name = call.query.get('module')
  if (name === null) throw refuseMissingParameter('module')
  const module = call.tenant.modules.get(name)
  if (!module) throw new ApiError(400, 'INVALID_MODULE', 'the module name given seems to be invalid', { api_name: 'module' })
  return module
}

function describeModule(call: Call, module: Module, at: number): Record<string, unknown> {
  const isActivity = ['Tasks', 'Events', 'Calls'].includes(module.apiName)
  return {
    'common.search_supported': true,
    api_name: module.apiName,
    module_name: module.plural,
    singular_label: module.singular,
    plural_label: module.plural,
    id: module.id,
    generated_type: 'default',
    api_supported: true,
    creatable: true,
    editable: true,
    deletable: true,
    viewable: true,
    visible: !call.user.hidden.includes(module.apiName),
    visibility: call.user.hidden.includes(module.apiName) ? 0 : 1,
    status: 'visible',
    convertable: module.apiName === 'Leads',
    quick_create: true,
    show_as_tab: module.apiName !== 'Notes',
    sequence_number: at + 1,
    description: null,
    web_link: null,
    modified_time: null,
    modified_by: null,
    recycle_bin_on_delete: true,
    inventory_template_supported: false,
    presence_sub_menu: true,
    triggers_supported: true,
    chart_view: !isActivity,
    chart_view_supported: true,
    isBlueprintSupported: !isActivity,
    emailTemplate_support: true,
    email_parser_supported: true,
    filter_supported: true,
    feeds_required: true,
    scoring_supported: !isActivity,
    webform_supported: true,
    arguments: [],
    profile_count: 2,
    business_card_field_limit: 5,
    track_current_data: false,
    profiles: [{ name: 'Administrator', id: `${call.tenant.prefix}000000000501` }],
    parent_module: {},
    activity_badge: 'Enabled',
  }
}

function describePipeline(layoutId: string): Record<string, unknown> {
  const base = BigInt(layoutId) + 5_000_000n
  return {
    display_value: pipelineName,
    default: true,
    actual_value: pipelineName,
    id: String(base),
    maps: stages.map((stage, at) => ({
      display_value: stage.name,
      sequence_number: at + 1,
      forecast_category: {
        name: stage.kind === 'Open' ? 'Pipeline' : stage.kind === 'Closed Won' ? 'Closed' : 'Omitted',
        id: String(base + 50n),
      },
      actual_value: stage.name,
      id: String(base + 100n + BigInt(at)),
      forecast_type: stage.kind,
    })),
  }
}
