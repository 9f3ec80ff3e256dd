/** The words that `authentication.type` of a document may be (contract 4.4), in one list for the server and the linter. */

/** `custom` stands for whatever an element names in its own words: its parameters and hooks do it. */
export const authenticationTypes = ['oauth2', 'oauth2Password', 'oauth1', 'basic', 'apiKey', 'awsv4', 'custom', 'none'] as const

/** Names of OAuth 2.0 whose client stands for itself (RFC 6749 §4.4). */
export const clientCredentialsTypes: readonly string[] = ['oauth2ClientCredentials', 'clientCredentials']
