import assert from 'node:assert/strict'
import { hash } from 'node:crypto'
import { test } from 'node:test'
import { runInNewContext } from 'node:vm'
import { pageHeaders, setPasswordPage } from './set-password-page.ts'

const script = /<script>(.*?)<\/script>/s.exec(setPasswordPage)![1]!

interface Field {
  value: string
  required?: boolean
}

/** As much of a browser as the page uses. */
function openPage(address: string, answer: { ok: boolean; body: object } | 'away') {
  const fields: Record<string, Field> = {
    username: { value: '' },
    password: { value: '' },
    newPassword: { value: '' },
    again: { value: '' },
  }
  const [known, status, button] = [{ hidden: true }, { textContent: '' }, { disabled: false }]
  const requests: { url: string; body: unknown }[] = []
  const replaced: string[] = []
  let submit: (event: object) => Promise<void> = () => assert.fail('nothing listens')
  const form = {
    hidden: false,
    elements: { namedItem: (name: string) => Object.assign(fields[name]!, { focus: () => undefined }) },
    addEventListener: (_type: string, fn: typeof submit) => {
      submit = fn
    },
    querySelector: () => button,
  }
  const url = new URL(address)
  runInNewContext(script, {
    location: url,
    history: { replaceState: (_state: null, _title: string, path: string) => replaced.push(path) },
    document: { querySelector: (selector: string) => (selector === 'form' ? form : status), getElementById: () => known },
    fetch: async (to: string, init: { body: string }) => {
      requests.push({ url: to, body: JSON.parse(init.body) })
      if (answer === 'away') throw new TypeError('Failed to fetch')
      return { ok: answer.ok, json: async () => answer.body }
    },
  })
  return { fields, known, status, form, button, requests, replaced, submit: () => submit({ preventDefault: () => undefined }) }
}

test('its policy allows its own script and style by their hashes', () => {
  const style = /<style>(.*?)<\/style>/s.exec(setPasswordPage)![1]!
  for (const text of [script, style])
    assert.ok(pageHeaders['content-security-policy']!.includes(`'sha256-${hash('sha256', text, 'base64')}'`))
  assert.doesNotMatch(setPasswordPage, / on\w+=| style=/)
})

test('every field has a label, and what happens is told where screen readers hear it', () => {
  for (const [, id] of setPasswordPage.matchAll(/<input id="(\w+)"/g)) assert.ok(setPasswordPage.includes(`<label for="${id}">`), id)
  assert.match(setPasswordPage, /<p role="status">/)
  assert.match(setPasswordPage, /<html lang="en">/)
})

test('a link sends its token with the new password, and leaves the address bar at once', async () => {
  const page = openPage('https://octet.example.com/octet/set-password#abc', { ok: true, body: { username: 'ann@example.com' } })
  assert.deepEqual([page.replaced, page.known.hidden], [['/octet/set-password'], true])
  page.fields['newPassword']!.value = page.fields['again']!.value = 'Fresh horse 7'
  await page.submit()
  assert.deepEqual(page.requests, [{ url: 'passwords', body: { token: 'abc', password: 'Fresh horse 7' } }])
  assert.deepEqual(
    [page.form.hidden, page.status.textContent],
    [true, 'The password of ann@example.com is set. You can log in with it now.'],
  )
})

test('without a link it asks for the present password', async () => {
  const page = openPage('https://octet.example.com/octet/set-password', { ok: false, body: { message: 'The password is too weak' } })
  assert.equal(page.known.hidden, false)
  const values = { username: 'ann@example.com', password: 'Old horse 1', newPassword: 'weak', again: 'weak' }
  for (const [name, value] of Object.entries(values)) page.fields[name]!.value = value
  await page.submit()
  const { again: _again, ...sent } = values
  assert.deepEqual(page.requests[0]!.body, sent)
  assert.deepEqual([page.form.hidden, page.button.disabled, page.status.textContent], [false, false, 'The password is too weak'])
})

test('two different new passwords are not sent, and a server that is away is told', async () => {
  const page = openPage('https://octet.example.com/octet/set-password#abc', 'away')
  page.fields['newPassword']!.value = 'Fresh horse 7'
  await page.submit()
  assert.deepEqual([page.requests, page.status.textContent], [[], 'The two new passwords differ.'])
  page.fields['again']!.value = 'Fresh horse 7'
  await page.submit()
  assert.equal(page.status.textContent, 'The server cannot be reached. Try again.')
})
