/** Client packages: made of an element's document, unpacked and used as their users would. */
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { type Connected, createTestApp, type TestApp } from '../app.ts'

const run = promisify(execFile)

describe('client packages', () => {
  let test: TestApp
  let connected: Connected
  let folder: string
  before(async () => {
    test = await createTestApp()
    connected = await test.connect()
    folder = await mkdtemp(join(tmpdir(), 'octet-client-'))
  })
  after(async () => {
    await test.close()
    await rm(folder, { recursive: true })
  })

  const download = async (packageId: string) => {
    const headers = { authorization: `${test.user}, ${test.organization}` }
    const response = await fetch(`${test.url}/elements/api-v2/elements/client-sdks/${packageId}`, { headers })
    return { status: response.status, headers: response.headers, bytes: Buffer.from(await response.arrayBuffer()) }
  }
  const ask = async (key: string): Promise<string> =>
    (await test.call('POST', `/elements/${key}/client-sdks`, { body: {} })).body.packageIds[0]

  it('are downloaded, unpacked, and call the server with a function for each operation', async () => {
    const { status, headers, bytes } = await download(await ask('infusionsoftcrm'))
    assert.deepEqual([status, headers.get('content-type')], [200, 'application/gzip'])
    assert.match(headers.get('content-disposition') ?? '', /^attachment; filename="infusionsoftcrm-client-[0-9a-f]{12}\.tgz"$/)
    await writeFile(join(folder, 'client.tgz'), bytes)
    await run('tar', ['-xzf', 'client.tgz'], { cwd: folder })
    const manifest = JSON.parse(await readFile(join(folder, 'package/package.json'), 'utf8'))
    assert.deepEqual([manifest.name, manifest.dependencies], ['infusionsoftcrm-client', undefined])
    assert.match(await readFile(join(folder, 'package/README.md'), 'utf8'), /\| `getContactById` \| `GET \/contacts\/\{id\}` \|/)
    const program = `
      import { createContact, getContactById, getContacts, RequestFailure } from './package/index.js'
      const connection = ${JSON.stringify({ baseUrl: `${test.url}/elements/api-v2`, userSecret: test.user.slice(5), elementToken: connected.token })}
      const made = (await createContact(connection, { body: { FirstName: 'Ada', Email: 'ada/%@example.com' } })).body
      const read = (await getContactById(connection, { id: made.id })).body
      const page = await getContacts(connection, { where: "Email = 'ada/%@example.com'", pageSize: 1 })
      const failure = await getContactById(connection, { id: 'a/b' }).catch((error) => error)
      console.log(JSON.stringify([read.FirstName, page.body.length, failure instanceof RequestFailure, failure.status]))
    `
    await writeFile(join(folder, 'program.mjs'), program)
    const { stdout } = await run(process.execPath, ['program.mjs'], { cwd: folder })
    assert.deepEqual(JSON.parse(stdout), ['Ada', 1, true, 404])
  })

  it('have types that hold their callers to the document', async () => {
    const use = (values: string) => `import { getContactById } from './package/index.js'
      const connection = { baseUrl: '', userSecret: '', elementToken: '' }
      export const name: Promise<string | undefined> = getContactById(connection, ${values}).then(({ body }) => body.FirstName)`
    await writeFile(join(folder, 'right.ts'), use("{ id: '7' }"))
    await writeFile(join(folder, 'wrong.ts'), use('{}'))
    const tsc = fileURLToPath(new URL('../../node_modules/.bin/tsc', import.meta.url))
    const check = (file: string) =>
      run(tsc, ['--noEmit', '--strict', '--module', 'nodenext', '--lib', 'esnext,dom', '--types', '', file], { cwd: folder })
    await check('right.ts')
    await assert.rejects(check('wrong.ts'), ({ stdout }: { stdout: string }) => /Property '"?id"?' is missing/.test(stdout))
  })

  it('are the same bytes each time, and gone when the element changes', async () => {
    const element = {
      ...{ name: 'Packaged', description: 'Packed', hub: 'general', authentication: { type: 'basic' } },
      configuration: [{ name: 'Base URL', key: 'base.url', type: 'TEXTFIELD_1000', defaultValue: 'https://api.example.com' }],
      resources: [{ method: 'GET', path: '/trees', vendorMethod: 'GET', vendorPath: '/trees' }],
    }
    const { id } = (await test.call('POST', '/elements', { body: element })).body
    const packageId = await ask(String(id))
    assert.equal(await ask('packaged'), packageId)
    const [first, second] = [await download(packageId), await download(packageId)]
    assert.deepEqual(first.bytes, second.bytes)
    await test.call('POST', `/elements/${id}/resources`, {
      body: { method: 'GET', path: '/roots', vendorMethod: 'GET', vendorPath: '/roots' },
    })
    assert.equal((await download(packageId)).status, 404)
    assert.equal((await download(await ask('packaged'))).status, 200)
  })

  it('are published nowhere, and not given to who may not see the element', async () => {
    const publish = await test.call('POST', '/elements/infusionsoftcrm/client-sdks/publish', { body: {} })
    assert.equal(publish.status, 400)
    assert.match(publish.body.message, /publishes to no registry/)
    for (const path of ['nothing', '191', '191-', '191-000000000000', '99999999-000000000000']) {
      assert.equal((await test.call('GET', `/elements/client-sdks/${path}`)).status, 404, path)
    }
    assert.equal((await test.call('POST', '/elements/nothing/client-sdks', { body: {} })).status, 404)
    assert.equal((await test.call('GET', `/elements/client-sdks/${await ask('191')}`, { authorization: null })).status, 401)
  })
})
