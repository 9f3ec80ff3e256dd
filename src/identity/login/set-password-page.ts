/** The page where one sets a password. It is whole in itself: nothing is loaded from anywhere, and only its own script and style may run. */
import { hash } from 'node:crypto'

const style = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif }
body { margin: 0; display: grid; min-height: 100vh; place-items: center }
main { width: min(24rem, 90vw) }
h1 { font-size: 1.5rem }
label { display: block; margin-top: 1rem; font-weight: 600 }
input, button { box-sizing: border-box; width: 100%; padding: .6rem; font: inherit; border: 1px solid GrayText; border-radius: .4rem }
button { margin-top: 1.5rem; font-weight: 600; cursor: pointer }
[role=status] { margin-top: 1rem; min-height: 3rem }
[hidden] { display: none }
`

// The token leaves the address bar at once: it stays neither in the history nor on the screen.
const script = `
const token = location.hash.slice(1)
history.replaceState(null, '', location.pathname)
const form = document.querySelector('form')
const status = document.querySelector('[role=status]')
const field = (name) => form.elements.namedItem(name)
if (token === '') {
  document.getElementById('known').hidden = false
  for (const name of ['username', 'password']) field(name).required = true
}
form.addEventListener('submit', async (event) => {
  event.preventDefault()
  const next = field('newPassword').value
  if (next !== field('again').value) { status.textContent = 'The two new passwords differ.'; field('again').focus(); return }
  const button = form.querySelector('button')
  button.disabled = true
  status.textContent = 'One moment …'
  const body = token === '' ? { username: field('username').value, password: field('password').value, newPassword: next } : { token, password: next }
  try {
    const reply = await fetch('passwords', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
    const answer = await reply.json()
    if (reply.ok) { form.hidden = true; status.textContent = 'The password of ' + answer.username + ' is set. You can log in with it now.' }
    else status.textContent = answer.message
  } catch { status.textContent = 'The server cannot be reached. Try again.' }
  button.disabled = false
})
`

export const setPasswordPage = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Set a password – Octet</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>Set a password</h1>
<form>
<div id="known" hidden>
<label for="username">Email address</label>
<input id="username" name="username" type="email" autocomplete="username">
<label for="password">Present password</label>
<input id="password" name="password" type="password" autocomplete="current-password">
</div>
<label for="newPassword">New password</label>
<input id="newPassword" name="newPassword" type="password" autocomplete="new-password" required>
<label for="again">New password, once more</label>
<input id="again" name="again" type="password" autocomplete="new-password" required>
<button>Set the password</button>
</form>
<p role="status"></p>
</main>
<noscript>This page needs JavaScript. Without it: POST /octet/passwords with {"token": "…", "password": "…"}.</noscript>
<script>${script}</script>
</body>
</html>
`

/** Script and style are allowed by their hashes (CSP Level 3 §6.7.2.3): what a stranger might put into the page does not run. */
export const pageHeaders: Readonly<Record<string, string>> = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'content-security-policy': [
    "default-src 'none'",
    `script-src '${hashOf(script)}'`,
    `style-src '${hashOf(style)}'`,
    "connect-src 'self'",
    "form-action 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
}

function hashOf(text: string): string {
  return `sha256-${hash('sha256', text, 'base64')}`
}
