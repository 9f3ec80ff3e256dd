/** Keeps our secrets out of a vendor's text that is shown, logged or stored: some vendors echo what they were sent. */

const longest = 500

/** Replaces every secret (and its percent-encoded form) by asterisks and cuts the text to 500 characters. */
export function scrubText(text: string, secrets: readonly string[]): string {
  let clean = text
  for (const secret of secrets) {
    // Shorter ones are words that may stand there by chance, and no secrets.
    if (secret.length < 4) continue
    clean = clean.replaceAll(secret, '********').replaceAll(encodeURIComponent(secret), '********')
  }
  return clean.slice(0, longest)
}
