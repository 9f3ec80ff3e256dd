/** RFC 6750: the token in the Authorization header. */
export function authorizeBearer(credential: { readonly token: string }): string {
  return `Bearer ${credential.token}`
}
