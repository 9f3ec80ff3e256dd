/** RFC 7617: user name and password, UTF-8, in the Authorization header. */
export function authorizeBasic(credential: { readonly username: string; readonly password: string }): string {
  return `Basic ${Buffer.from(`${credential.username}:${credential.password}`, 'utf8').toString('base64')}`
}
