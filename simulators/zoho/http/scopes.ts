// Scopes: which a call needs, and whether those granted cover it. `ZohoCRM.modules.ALL` covers `ZohoCRM.modules.contacts.READ`.
const operations: Record<string, string> = { GET: 'READ', POST: 'CREATE', PUT: 'UPDATE', PATCH: 'UPDATE', DELETE: 'DELETE' }

/** The scopes a call needs, all of them. `path` is below `/crm/v8`. */
export function listNeededScopes(method: string, path: string, searchScope: boolean): string[] {
  const [, first = '', second = ''] = path.split('/')
  const operation = operations[method] ?? 'READ'
  if (first === 'coql') return ['ZohoCRM.coql.READ']
  if (first === 'settings') return [`ZohoCRM.settings.${second}.${operation}`]
  if (first === 'users' || first === 'org') return [`ZohoCRM.${first}.${operation}`]
  const module = `ZohoCRM.modules.${first}.${operation}`
  return searchScope && path.endsWith('/search') ? [module, 'ZohoSearch.securesearch.READ'] : [module]
}

/** Whether granted scopes (joined by commas) cover one that is needed. Case does not count. */
export function isCovered(granted: string, needed: string): boolean {
  const want = needed.toLowerCase().split('.')
  return granted
    .toLowerCase()
    .split(/[,\s]+/)
    .some((scope) => covers(scope.split('.'), want))
}

/** Whether a text has the form of a scope. */
export function isScope(text: string): boolean {
  return /^[A-Za-z]+(\.[A-Za-z_]+){1,3}$/.test(text)
}

// The last part is the operation; the parts before it must begin what is needed.
function covers(scope: string[], want: string[]): boolean {
  const operation = scope.at(-1) ?? ''
  const needed = want.at(-1) ?? ''
  const isAllowed = operation === 'all' || operation === needed || (operation === 'write' && ['create', 'update'].includes(needed))
  const head = scope.slice(0, -1)
  return isAllowed && head.every((part, at) => part === want[at])
}
