/** RFC 6750: the token in the Authorization header. Some vendors have a word of their own for the scheme. */
export function authorizeBearer({ token, scheme = 'Bearer' }: { readonly token: string; readonly scheme?: string }): string {
  return `${scheme} ${token}`
}
