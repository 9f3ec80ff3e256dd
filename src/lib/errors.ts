/**
 * The one registry of errors: code → status and message. Whatever is thrown as an `OctetError` becomes `{requestId, message, providerMessage?}`
 * in one place (`http/`). Sources of the fixed texts: contract 1.5, 1.8, 1.9 and 17. docs/errors.md lists every code; a test keeps the two equal.
 */
interface ErrorKind {
  readonly status: number
  /** `{name}` is filled from the parameters given to `createError`. */
  readonly message: string
}

export const errorKinds = {
  'invalid-secrets': { status: 401, message: 'Invalid Organization or User secret, or invalid Element token provided.' },
  'metrics-token-required': { status: 401, message: 'Send the token of OCTET_METRICS_TOKEN in the header Authorization: Bearer …' },
  'instance-disabled': { status: 403, message: 'Element instance is disabled{reason}' },
  'missing-privilege': { status: 403, message: 'User does not have permission to {action}' },
  'invalid-json': { status: 400, message: 'The request body is not valid JSON: {reason}' },
  'invalid-body': { status: 400, message: 'Invalid request body: {reason}' },
  'invalid-parameter': { status: 400, message: 'Invalid parameter {name}: expected {expected}, got {got}' },
  'body-too-slow': { status: 408, message: 'The request body did not arrive within {limit}' },
  'body-too-large': { status: 413, message: 'The request body is larger than {limit}' },
  'unsupported-media-type': { status: 415, message: 'Content-Type {contentType} is not supported here; send {expected}' },
  'unsupported-content-encoding': { status: 415, message: 'Content-Encoding {coding} is not supported here; send the body uncompressed' },
  'not-found': { status: 404, message: 'No resource found at {path}' },
  'method-not-allowed': { status: 405, message: 'Method {method} is not supported at {path}; supported: {allowed}' },
  'no-element': { status: 404, message: 'No element found with key {key}' },
  'no-element-id': { status: 404, message: 'No element found with ID {id}' },
  'element-not-editable': { status: 403, message: 'Element {key} cannot be changed: {reason}' },
  'element-exists': { status: 409, message: 'This account has an element with key {key} already: change it with PUT /elements/{key}' },
  'element-in-use': { status: 409, message: 'Element {key} has {count} element instances; delete them first' },
  'no-elements': { status: 404, message: 'No elements found' },
  'no-instance': { status: 404, message: 'No element instance found with ID {id}' },
  'no-instances': { status: 404, message: 'No instances found' },
  'no-configuration': { status: 404, message: 'No configuration found with ID {id}' },
  'no-configuration-key': { status: 404, message: 'No configuration found with key {key}' },
  'no-account': { status: 404, message: 'No account found with ID {id}' },
  'no-user': { status: 404, message: 'No user found with ID {id}' },
  'no-users': { status: 404, message: 'No users found' },
  'no-accounts': { status: 404, message: 'No accounts found' },
  'no-organization': { status: 404, message: 'No organization found with ID {id}' },
  'no-organizations': { status: 404, message: 'No organizations found' },
  'no-customer': { status: 404, message: 'No customer found' },
  'no-role': { status: 404, message: 'No role found with ID {id}' },
  'no-roles': { status: 404, message: 'No roles found' },
  'role-unknown': { status: 400, message: 'There is no role {key}; the roles are {known}' },
  'role-granted': { status: 409, message: '{holder} has the role {key} already' },
  'role-not-granted': { status: 404, message: 'No role found with key {key} for {holder}' },
  'role-above-own': { status: 403, message: 'User can not grant or take the role {key}, which allows more than the own roles do' },
  'role-of-oneself': { status: 403, message: 'Users can not change their own roles' },
  'privilege-unknown': { status: 400, message: 'There is no privilege {key}' },
  'privilege-of-system': { status: 403, message: "User can not add the '{key}' privilege to any role." },
  'privilege-not-addable': { status: 403, message: "User can not add the '{key}' privilege to the '{role}' role." },
  'privilege-needed': { status: 403, message: "The role {role} keeps the privilege '{key}': without it nobody could change roles" },
  'user-above-own': { status: 403, message: 'User can not change user {id}, whose roles allow more than the own roles do' },
  'user-not-closable': { status: 403, message: 'Users can not deactivate or delete themselves' },
  'last-administrator': {
    status: 403,
    message: 'The organization would be left without an administrator; first give another active user the role org-admin',
  },
  'account-not-closable': { status: 403, message: 'Account {id} can not be deactivated or deleted: it is {which}' },
  'organization-not-closable': { status: 403, message: 'Organization {id} can not be deleted: it is your own' },
  'user-exists': { status: 409, message: 'There is a user with the email address {email} already' },
  'login-refused': {
    status: 401,
    message: 'Invalid username or password; after {failures} failures in a row a user is locked for {minutes} minutes',
  },
  'password-expired': {
    status: 401,
    message: 'The password has expired; set a new one at /octet/set-password, or with POST /octet/passwords',
  },
  'password-link-unknown': {
    status: 400,
    message: 'This link to set a password is not known, was used already or has expired; ask for a new one',
  },
  'weak-password': { status: 400, message: 'The password is too weak: it must {hints}' },
  'no-branding': { status: 404, message: 'No branding found' },
  'branding-incomplete': { status: 400, message: 'Branding missing required field(s): {fields}' },
  'branding-invalid': { status: 400, message: 'Branding contains invalid field(s): {fields}' },
  'no-branding-image': { status: 404, message: 'No {kind} found' },
  'image-refused': { status: 400, message: 'The {kind} cannot be taken: {reason}' },
  'no-identity-provider': { status: 404, message: 'No identity provider found with ID {id}' },
  'no-identity-providers': { status: 404, message: 'No identity providers found' },
  'no-hub': { status: 404, message: 'No hub found with key {key}' },
  'hub-exists': { status: 409, message: 'There is a hub with key {key} already' },
  'hub-not-deletable': { status: 403, message: 'Hub {key} belongs to the system and cannot be deleted' },
  'no-record': { status: 404, message: 'No {object} found with ID {id}' },
  'no-object': { status: 404, message: 'No object found with name {name}' },
  'no-picklist': { status: 404, message: 'No field found with name {name} in {object}' },
  'no-operation': { status: 404, message: 'No operation found with ID {id}' },
  'no-document-version': { status: 404, message: 'No documentation found with version {version}' },
  'no-client-package': {
    status: 404,
    message: 'No client package found with ID {id}: ask for the present ones with POST /elements/…/client-sdks',
  },
  'no-package-registry': {
    status: 400,
    message:
      'This server publishes to no registry: POST /elements/{id}/client-sdks names the packages, GET /elements/client-sdks/… downloads them',
  },
  'no-model': { status: 404, message: 'No model found for resource {id}' },
  'no-transformations': { status: 404, message: 'No transformations found' },
  'no-transformation': { status: 404, message: 'No transformation found with name {name}' },
  'transformation-exists': { status: 409, message: 'There is a transformation of {name} here already: change it with PUT' },
  'transformation-not-legacy': { status: 400, message: 'isLegacy: a transformation cannot go back to the old engine of scripts' },
  'no-object-definitions': { status: 404, message: 'No object definitions found' },
  'no-object-definition': { status: 404, message: 'No object definition found with name {name}' },
  'object-definition-exists': { status: 409, message: 'There is an object definition of {name} here already: change it with PUT' },
  'object-definition-in-use': { status: 409, message: 'Transformations still need the object definition of {name}; delete them first' },
  'no-vdrs': { status: 404, message: 'No vdrs found' },
  'no-vdr': { status: 404, message: 'No vdr found with ID {id}' },
  'no-transformation-id': { status: 404, message: 'No transformation found with ID {id}' },
  'no-common-resources': { status: 404, message: 'No common resources found' },
  'no-common-resource': { status: 404, message: 'No common resource found with name {name}' },
  'common-resource-in-use': {
    status: 409,
    message: 'Elements are mapped to common resource {name}: delete the transformations first, or send force=true',
  },
  'no-snippets': { status: 404, message: 'No snippets found' },
  'no-snippet': { status: 404, message: 'No snippet found with ID {id}' },
  'common-resource-exists': { status: 409, message: 'There is a common resource with name {name} already' },
  'common-resource-unusable': { status: 400, message: 'The mapping of {name} cannot be used: {reason}' },
  'no-authentication-type': { status: 404, message: 'No authentication type found with name {type}' },
  'oauth-code-required': { status: 400, message: 'You must provide an OAuth code in order to create an instance of this element' },
  'oauth-verifier-required': {
    status: 400,
    message: 'You must provide oauth_token, oauth_verifier and secret in providerData in order to create an instance of this element',
  },
  'oauth-flow-unknown': {
    status: 400,
    message:
      'This code belongs to no authorization that is under way; ask for a new oauth/url, and send the state that came back with the code',
  },
  'no-oauth-proxy': { status: 404, message: 'No OAuth proxy found with {what} {value}' },
  'oauth-proxy-exists': { status: 409, message: 'An OAuth proxy named {name} exists already' },
  'application-url-unknown': { status: 400, message: 'OAuth proxy {name} does not know the application URL {url}; register it first' },
  'oauth-proxy-flow-unknown': {
    status: 400,
    message: 'This state belongs to no authorization that is under way; begin again at the application',
  },
  'no-usage': { status: 404, message: 'No usage logs found' },
  'no-audit-logs': { status: 404, message: 'No audit logs found' },
  'no-usage-entry': { status: 404, message: 'No usage log found with ID {id}' },
  'no-trace': { status: 404, message: 'No trace found with ID {id}' },
  'missing-configuration': { status: 400, message: 'The following required configuration is missing: {keys}' },
  'invalid-configuration': { status: 400, message: 'Invalid configuration {key}: expected {expected}' },
  'configuration-reserved': {
    status: 400,
    message: 'Configuration key {key} is reserved: it comes with the authentication, paging, events or bulk of an element',
  },
  'configuration-exists': { status: 409, message: 'The element already has a configuration with key {key}' },
  'hook-not-legacy': { status: 400, message: 'isLegacy cannot be switched on again once it is false' },
  'definition-unreadable': { status: 400, message: 'The file cannot be converted: {reason}' },
  'element-required': {
    status: 400,
    message: 'Name the element: send element.key or element.id in the body, or call /elements/{keyOrId}/instances',
  },
  'oauth-refused': { status: 400, message: 'The vendor refused the OAuth request: {reason}' },
  'oauth-unreadable': { status: 502, message: 'The token endpoint of the vendor answered in a form that is not OAuth: {reason}' },
  'oauth-not-supported': { status: 400, message: 'Element {key} does not authenticate with OAuth 2.0' },
  'authentication-not-supported': { status: 400, message: 'Element {key} authenticates with {type}, which this server does not support' },
  'tenant-mismatch': { status: 400, message: 'The user authorised {actual}, but the configuration {key} names {expected}' },
  'oauth-member-refused': {
    status: 400,
    message: 'The vendor told {got} as {member}, which element {key} does not take: expected {expected}',
  },
  'credential-refused': {
    status: 401,
    message: 'The vendor refused to refresh the credentials of this element instance; authenticate it again',
  },
  'refresh-delayed': {
    status: 502,
    message: 'The credentials of this element instance could not be refreshed yet ({reason}); try again in {seconds} s',
  },
  'not-supported': { status: 400, message: 'This API is not currently supported for this element' },
  'mapped-resource-missing': {
    status: 400,
    message: 'This API is not currently supported for this element: {object} is mapped to {vendorName}, and {element} has no such resource',
  },
  'mapped-id-required': { status: 400, message: '{object} is mapped to {vendorName}, and the path of this call says nothing for {place}' },
  'field-not-mapped': {
    status: 400,
    message: 'Field {field} cannot be used in {parameter}: {object} does not map it; mapped: {mapped}',
  },
  'field-not-selectable': {
    status: 400,
    message: 'Field {field} cannot be used in {parameter}: it is mapped to {vendorPath}, which is no field of its own at the vendor',
  },
  'parameter-required': { status: 400, message: 'Missing required parameter: {name}' },
  'field-refused': { status: 400, message: '{reason}' },
  'query-malformed': { status: 400, message: 'Error parsing query: {reason}' },
  'field-not-searchable': {
    status: 400,
    message: 'Field {field} cannot be searched with {operator} at this vendor; searchable: {searchable}',
  },
  'where-not-supported': { status: 400, message: '{resource} cannot be searched with where at this vendor' },
  'converter-unknown': {
    status: 400,
    message: 'This element converts where with {converter}, which this server does not know; it knows: {known}',
  },
  'expression-not-supported': { status: 400, message: '{expression} cannot be searched at this vendor: {reason}' },
  'field-not-sortable': { status: 400, message: 'Field {field} cannot be used in orderBy at this vendor; sortable: {sortable}' },
  'order-too-deep': { status: 400, message: 'orderBy names {count} fields; this vendor sorts by {limit} at most' },
  'walk-limit': {
    status: 400,
    message: 'Page {page} of {pageSize} is beyond the first {limit} rows: {reason}',
  },
  'scan-limit': {
    status: 400,
    message: '{reason}, so rows are read and looked at here, and more than {limit} would have to be read: {advice}',
  },
  'scan-timeout': {
    status: 502,
    message: '{reason}, so rows are read and looked at here, and reading took longer than {limit}: {advice}',
  },
  'page-token-damaged': {
    status: 400,
    message:
      'nextPage is not a token of this resource and query; send the elements-next-page-token header of the previous page with the same where, fields and orderBy',
  },
  'vendor-refused': { status: 400, message: 'Request failed' },
  'vendor-unreachable': { status: 502, message: 'The vendor could not be reached: {reason}' },
  'vendor-timeout': { status: 502, message: 'The vendor did not answer within {limit}' },
  'vendor-failed': { status: 502, message: 'Request failed: the vendor answered {status}' },
  'vendor-unreadable': { status: 502, message: 'The answer of the vendor could not be read: {reason}' },
  'egress-refused': { status: 400, message: 'Calls to {host} are not allowed from this server: {reason}' },
  'too-many-calls': { status: 429, message: 'Too many calls in flight for {scope}; try again in {seconds} s' },
  'vendor-limit': { status: 429, message: 'Request failed: the vendor limits the rate of calls' },
  'script-failed': { status: 400, message: 'The {script} failed{where}: {reason}' },
  'script-silent': { status: 500, message: 'The {script} ended without calling done' },
  'script-timeout': { status: 500, message: 'The {script} did not call done within {reason}' },
  'script-too-large': { status: 500, message: 'The {script} went beyond the limit of {reason}' },
  'script-refused': { status: 400, message: '{reason}' },
  'script-result-unfit': { status: 400, message: 'The {script} called done with {member} that is not {expected}' },
  'chain-too-deep': { status: 400, message: 'The chain of resources that begins at {resource} is longer than {limit}' },
  'chain-broken': { status: 400, message: 'After {resource} comes {next}, which this element does not have' },
  'quota-exhausted': {
    status: 429,
    message: 'The vendor allows {permits} calls in {window} s (quota {name}), and they are used up; try again in {seconds} s',
  },
  'too-many-scripts': { status: 429, message: 'Too many scripts wait for {scope}; try again in {seconds} s' },
  'store-unavailable': { status: 503, message: 'The database of this server cannot be reached; try again in {seconds} s' },
  'shutting-down': { status: 503, message: 'The server is shutting down' },
  internal: { status: 500, message: 'An unexpected error occurred; it is logged under this requestId' },
} as const satisfies Record<string, ErrorKind>

export type ErrorCode = keyof typeof errorKinds

export interface ErrorDetails {
  /** Values for the `{name}` places of the message. */
  readonly params?: Readonly<Record<string, string | number>>
  /** The vendor's own text, verbatim (contract 1.6). */
  readonly providerMessage?: string
  /** Overrides the status of the kind: a vendor's 404 stays a 404 (contract 5.2). */
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  readonly cause?: unknown
}

export class OctetError extends Error {
  readonly code: ErrorCode
  readonly status: number
  readonly providerMessage: string | undefined
  readonly headers: Readonly<Record<string, string>>

  constructor(code: ErrorCode, details: ErrorDetails = {}) {
    super(fillMessage(errorKinds[code].message, details.params ?? {}), details.cause === undefined ? undefined : { cause: details.cause })
    this.name = 'OctetError'
    this.code = code
    this.status = details.status ?? errorKinds[code].status
    this.providerMessage = details.providerMessage
    this.headers = details.headers ?? {}
  }

  /** The same error, told with more headers. */
  withHeaders(headers: Readonly<Record<string, string>>): this {
    return Object.defineProperty(this, 'headers', { value: { ...this.headers, ...headers } })
  }
}

/** Creates (does not throw) the error of a kind, its message filled from `details.params`. */
export function createError(code: ErrorCode, details?: ErrorDetails): OctetError {
  return new OctetError(code, details)
}

function fillMessage(template: string, params: Readonly<Record<string, string | number>>): string {
  return template.replace(/\{(\w+)\}/g, (place, name: string) => (name in params ? String(params[name]) : name === 'reason' ? '' : place))
}
