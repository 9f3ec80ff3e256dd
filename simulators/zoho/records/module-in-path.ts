// The module and the record that a path names.
import type { Call } from '../call.ts'
import { ApiError, refuseModule } from '../errors.ts'
import type { Module } from '../modules/module.ts'

/** The module in the path. @throws ApiError 400 for an unknown one, 403 for one the user's profile hides */
export function readModule(call: Call, name = call.params['module'] ?? ''): Module {
  const module = call.tenant.modules.get(name)
  if (!module) throw refuseModule()
  if (call.user.hidden.includes(name)) {
    throw new ApiError(403, 'NO_PERMISSION', 'permission denied', { permissions: [`Crm_Implied_View_${name}`] })
  }
  return module
}
