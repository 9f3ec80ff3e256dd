// Users: read by kind, one by one, counted.
import { answerNothing, answerOk, type Call, type Routes } from './call.ts'
import { ApiError } from './errors.ts'
import { readNumber, readSize } from './records/page.ts'
import { isId, type User } from './tenant.ts'

type Kind = (user: User, call: Call) => boolean

const isActive: Kind = (user) => user.values['status'] === 'active'
const isConfirmed: Kind = (user) => user.values['confirm'] === true
const isAdministrator: Kind = (user) => (user.values['profile'] as { name: string }).name === 'Administrator'

const kinds: Record<string, Kind> = {
  AllUsers: () => true,
  ActiveUsers: isActive,
  DeactiveUsers: (user, call) => !isActive(user, call),
  ConfirmedUsers: isConfirmed,
  NotConfirmedUsers: (user, call) => !isConfirmed(user, call),
  DeletedUsers: () => false,
  ActiveConfirmedUsers: (user, call) => isActive(user, call) && isConfirmed(user, call),
  AdminUsers: isAdministrator,
  ActiveConfirmedAdmins: (user, call) => isActive(user, call) && isConfirmed(user, call) && isAdministrator(user, call),
  CurrentUser: (user, call) => user.id === call.user.id,
}

export const userRoutes: Routes = {
  'GET /users': (call) => {
    const users = selectUsers(call)
    const size = readSize(call)
    const page = readNumber(call, 'page', 1)
    const shown = users.slice((page - 1) * size, page * size)
    if (shown.length === 0) return answerNothing()
    const info = { per_page: size, count: shown.length, page, more_records: page * size < users.length }
    return answerOk({ users: shown.map((each) => each.values), info })
  },
  'GET /users/{user}': (call) => {
    checkRight(call)
    const id = call.params['user']
    if (!isId(id)) throw new ApiError(400, 'INVALID_DATA', 'the id given seems to be invalid', { resource_path_index: 1 })
    const user = call.tenant.users.get(id)
    if (!user) return answerNothing()
    return answerOk({ users: [user.values], info: { per_page: 1, count: 1, page: 1, more_records: false } })
  },
  'GET /users/actions/count': (call) => answerOk({ count: selectUsers(call).length }),
}

function selectUsers(call: Call): User[] {
  checkRight(call)
  const type = call.query.get('type') ?? 'AllUsers'
  const kind = Object.hasOwn(kinds, type) ? kinds[type] : undefined
  if (!kind) throw new ApiError(400, 'PATTERN_NOT_MATCHED', 'Please check whether the input values are correct', { api_name: 'type' })
  const ids = call.query.get('ids')?.split(',')
  return [...call.tenant.users.values()].filter((user) => kind(user, call) && (!ids || ids.includes(user.id)))
}

function checkRight(call: Call): void {
  const ownOnly = call.query.get('type') === 'CurrentUser'
  if (ownOnly || !call.user.hidden.includes('users')) return
  throw new ApiError(403, 'NO_PERMISSION', 'permission denied', { permissions: ['Crm_Implied_Manage_Users'] })
}
