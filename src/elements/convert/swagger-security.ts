/** How an API is authenticated, as far as its definition says: the first scheme that Octet has a word for. */
import type { ConfigurationItem } from '../document/element-document.ts'
import { type Finding, passParameter } from './converted-element.ts'
import { isObject, type Json, readText, type Swagger } from './swagger-source.ts'

type Security = Pick<Finding, 'authenticationType' | 'configuration' | 'parameters'>

/** The authentication of an element with the configuration and the parameters that it needs; nothing when no scheme is described. */
export function describeSecurity(source: Swagger): Security {
  const components = isObject(source.root['components']) ? source.root['components'] : {}
  const schemes = source.isSwagger ? source.root['securityDefinitions'] : components['securitySchemes']
  for (const each of Object.values(isObject(schemes) ? schemes : {})) {
    const scheme = source.resolve(each)
    const found = scheme && describeScheme(scheme)
    if (found !== undefined) return found
  }
  return {}
}

function describeScheme(scheme: Json): Security | undefined {
  const { type } = scheme
  if (type === 'basic' || (type === 'http' && readText(scheme['scheme']).toLowerCase() === 'basic')) return describeBasic()
  if (type === 'http' && readText(scheme['scheme']).toLowerCase() === 'bearer') return describeBearer()
  if (type === 'apiKey') return describeApiKey(scheme)
  return type === 'oauth2' ? describeOAuth(scheme) : undefined
}

function describeBasic(): Security {
  return {
    authenticationType: 'basic',
    configuration: [askFor('Username', 'username'), { ...askFor('Password', 'password'), type: 'PASSWORD' }],
  }
}

function describeBearer(): Security {
  return {
    authenticationType: 'custom',
    configuration: [{ ...askFor('Access token', 'access.token'), type: 'PASSWORD' }],
    parameters: [{ ...passParameter(`Bearer $\{configuration.access.token}`, 'value'), vendorName: 'Authorization', vendorType: 'header' }],
  }
}

function describeApiKey(scheme: Json): Security | undefined {
  const place = scheme['in']
  if (place !== 'header' && place !== 'query') return undefined
  return {
    authenticationType: 'custom',
    configuration: [{ ...askFor('API key', 'api.key'), type: 'PASSWORD' }],
    parameters: [{ ...passParameter('api.key', 'configuration'), vendorName: readText(scheme['name']), vendorType: place }],
  }
}

/** OpenAPI 3 has the addresses under the flow; only flows with a token endpoint are of use. */
function describeOAuth(scheme: Json): Security | undefined {
  const flows = isObject(scheme['flows']) ? Object.values(scheme['flows']) : [scheme]
  const flow = flows.find((each) => isObject(each) && typeof each['tokenUrl'] === 'string')
  if (!isObject(flow)) return undefined
  const fixed = (name: string, key: string, defaultValue: string): ConfigurationItem => ({
    ...askFor(name, key),
    type: 'TEXTFIELD_1000',
    defaultValue,
    internal: true,
    hideFromConsole: true,
  })
  const scopes = Object.keys(isObject(flow['scopes']) ? flow['scopes'] : {}).join(' ')
  return {
    authenticationType: 'oauth2',
    configuration: [
      askFor('API key', 'oauth.api.key'),
      { ...askFor('API secret', 'oauth.api.secret'), type: 'PASSWORD' },
      askFor('Callback URL', 'oauth.callback.url'),
      fixed('Authorization URL', 'oauth.authorization.url', readText(flow['authorizationUrl'])),
      fixed('Token URL', 'oauth.token.url', readText(flow['tokenUrl'])),
      ...(scopes === '' ? [] : [fixed('Scope', 'oauth.scope', scopes)]),
    ],
  }
}

function askFor(name: string, key: string): ConfigurationItem {
  return { name, key, description: name, type: 'TEXTFIELD_1000', required: true, internal: false, hideFromConsole: false }
}
