/** Names of headers as people write them. */

/** `content-type` → `Content-Type`. */
export function capitalizeHeader(name: string): string {
  return name.replace(/(^|-)[a-z]/g, (letter) => letter.toUpperCase())
}
