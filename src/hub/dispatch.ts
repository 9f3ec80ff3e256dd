/** Whose name a path is: the platform's or the hub's (contract 1.2). A pure function of the path; only `either` needs the Element token to be settled. */

export type Destination =
  | { readonly kind: 'platform' }
  | { readonly kind: 'hub'; readonly segments: readonly string[] }
  /** The hub's when the Element token's element has an explicit resource of that name, otherwise the platform's. */
  | { readonly kind: 'either'; readonly segments: readonly string[] }

/** Rule 2: the platform's, whatever tokens are sent. */
const platformNames: ReadonlySet<string> = new Set([
  'applications',
  'audit-logs',
  'authentication',
  'bulkloader',
  'catalog-properties',
  'change-management',
  'common-resources',
  'docs',
  'element-products',
  'elements',
  'formulas',
  'instances',
  'integrations',
  'organizations',
  'signup-partners',
  'transformations',
  'usage',
  'vdrs',
])

/** Rule 3: platform resources that an element may have too. */
const sharedNames: ReadonlySet<string> = new Set(['accounts', 'customers', 'jobs', 'metrics', 'models', 'notifications', 'users'])

/** Decides by the decoded segments below the base path. The hub's own name is decorative: it is taken off and never looked at (rule 1). */
export function dispatchPath(segments: readonly string[]): Destination {
  const [first, , third] = segments
  if (first === undefined || platformNames.has(first)) return { kind: 'platform' }
  if (first === 'hubs') {
    // Rule 4: /hubs, /hubs/keys, /hubs/{key}, /hubs/{key}/elements.
    if (segments.length <= 2 || (third === 'elements' && segments.length === 3)) return { kind: 'platform' }
    return { kind: 'hub', segments: segments.slice(2) }
  }
  return { kind: sharedNames.has(first) ? 'either' : 'hub', segments }
}
