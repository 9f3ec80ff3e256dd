// The page on which a user picks an account and allows or denies the application: plain HTML, no script.

export interface ConsentChoice {
  /** `tenant/userId`, the value the form posts. */
  value: string
  label: string
}

/** The vendor a page stands in for: its name, where its authorization form posts to, and the colour of its button. */
export interface Brand {
  name: string
  action: string
  color: string
}

/** The consent form. It posts `request`, `account` and `decision` (`allow` or `deny`) to its own address. */
export function renderConsentPage(
  brand: Brand,
  page: { requestId: string; clientId: string; redirectHost: string; choices: ConsentChoice[] },
): string {
  const options = page.choices
    .map((each) => `<option value="${escapeHtml(each.value)}">${escapeHtml(each.label)}</option>`)
    .join('\n        ')
  return renderPage(
    brand,
    'Allow access',
    `
    <p><strong>${escapeHtml(page.clientId)}</strong> asks for full access to one of your applications
    and will send you back to <strong>${escapeHtml(page.redirectHost)}</strong>.</p>
    <form method="post" action="${escapeHtml(brand.action)}">
      <input type="hidden" name="request" value="${escapeHtml(page.requestId)}">
      <label for="account">Sign in to</label>
      <select id="account" name="account">
        ${options}
      </select>
      <div class="buttons">
        <button type="submit" name="decision" value="allow" class="allow">Allow</button>
        <button type="submit" name="decision" value="deny">Deny</button>
      </div>
    </form>`,
  )
}

/** The page shown instead of a redirect when the client or its redirect URI cannot be trusted. */
export function renderRefusalPage(brand: Brand, reason: string): string {
  return renderPage(brand, 'Authorization refused', `\n    <p>${escapeHtml(reason)}</p>`)
}

function renderPage(brand: Brand, title: string, body: string): string {
  return `<!DOCTYPE html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>${title} · ${escapeHtml(brand.name)} (simulator)</title>
  <style>
    :root { color-scheme: light dark; font-family: system-ui, sans-serif; }
    body { display: grid; place-items: center; min-height: 100vh; margin: 0; background: #f1f5f3; color: #1d2b24; }
    main { max-width: 26rem; margin: 1rem; padding: 2rem; border-radius: 12px; background: #fff; box-shadow: 0 2px 16px #0002; }
    h1 { margin-top: 0; font-size: 1.4rem; }
    .notice { font-size: .85rem; color: #5b6b63; }
    label { display: block; margin: 1rem 0 .3rem; font-weight: 600; }
    select, button { font: inherit; padding: .6rem .8rem; border-radius: 8px; border: 1px solid #9aaaa2; background: #fff; color: inherit; }
    select { width: 100%; }
    .buttons { display: flex; gap: .8rem; margin-top: 1.4rem; }
    button { flex: 1; cursor: pointer; }
    .allow { background: ${brand.color}; border-color: ${brand.color}; color: #fff; }
    button:focus-visible, select:focus-visible { outline: 3px solid #86c79d; }
    @media (prefers-color-scheme: dark) {
      body { background: #101613; color: #e4ece8; } main, select, button { background: #1b2420; } .allow { background: ${brand.color}; }
      .notice { color: #9fb0a7; }
    }
  </style>
</head>
<body>
  <main>
    <h1>${title}</h1>${body}
    <p class="notice">A local stand-in for ${escapeHtml(brand.name)}. No real account is touched.</p>
  </main>
</body>
</html>
`
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}
