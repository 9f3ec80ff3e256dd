/** Files, their versions and attachments: bytes go in and come out unchanged. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { useSfdc } from './sfdc-server.ts'

describe('sfdc: files', () => {
  const sfdc = useSfdc()
  const bytes = new Uint8Array([0, 255, 13, 10, 200, 45, 45, 7])

  const upload = async (path: string, query: Record<string, string> = {}, content = bytes) => {
    const form = new FormData()
    form.append('file', new File([content], 'plan.pdf', { type: 'application/pdf' }))
    const url = `${sfdc.app.url}/elements/api-v2/hubs/crm${path}?${new URLSearchParams(query)}`
    const reply = await fetch(url, { method: 'POST', headers: { authorization: sfdc.hub.authorization }, body: form })
    const text = await reply.text()
    assert.equal(reply.status, 200, text)
    return JSON.parse(text)
  }
  const download = async (path: string) => {
    const url = `${sfdc.app.url}/elements/api-v2/hubs/crm${path}`
    const reply = await fetch(url, { headers: { authorization: sfdc.hub.authorization } })
    assert.equal(reply.status, 200)
    return new Uint8Array(await reply.arrayBuffer())
  }

  it('a file is uploaded, found, described, downloaded and deleted by one id', async () => {
    const file = await upload('/files', { pathOnClient: 'plans/house.pdf', description: 'The house', reason: 'First' })
    assert.match(file.id, /^069/)
    assert.deepEqual([file.Id, file.ContentDocumentId, file.Title, file.Description], [file.id, file.id, 'house', 'The house'])
    assert.equal((await sfdc.get('/files', { where: `Id='${file.Id}'` })).body[0].id, file.id)
    assert.deepEqual(await download(`/files/${file.id}`), bytes)
    const patched = await sfdc.hub.call('PATCH', `/hubs/crm/files/${file.id}/metadata`, { body: { Title: 'Villa' } })
    assert.deepEqual([patched.status, patched.body.id], [200, file.id])
    assert.equal((await sfdc.get(`/files/${file.id}/metadata`)).body.Title, 'Villa')
    assert.equal((await sfdc.hub.call('DELETE', `/hubs/crm/files/${file.id}`)).status, 200)
    assert.equal((await sfdc.get(`/files/${file.id}/metadata`)).status, 404)
  })

  it('without pathOnClient a file is called what its part is called', async () => {
    assert.equal((await upload('/files')).Title, 'plan')
  })

  it('versions are added, listed, described and downloaded', async () => {
    const { id } = await upload('/files', { pathOnClient: 'a.txt' })
    const second = await upload(`/files/${id}/versions`, { pathOnClient: 'a.txt', reason: 'Better' }, new Uint8Array([1]))
    assert.deepEqual([second.ReasonForChange, second.IsLatest, second.ContentDocumentId], ['Better', true, id])
    const versions = await sfdc.get(`/files/${id}/versions`)
    assert.equal(versions.body.length, 2, versions.text)
    assert.deepEqual(await download(`/files/${id}/versions/latest-version`), new Uint8Array([1]))
    assert.equal((await sfdc.get(`/files/${id}/versions/latest-version/metadata`)).body.id, second.id)
    const path = `/files/${id}/versions/${second.id}/metadata`
    assert.equal((await sfdc.hub.call('PATCH', `/hubs/crm${path}`, { body: { Title: 'B' } })).status, 200)
    assert.equal((await sfdc.get(path)).body.Title, 'B')
    const other = await upload('/files', { pathOnClient: 'b.txt' })
    const elsewhere = `/files/${other.id}/versions/${second.id}/metadata`
    assert.equal((await sfdc.get(elsewhere)).status, 404)
    assert.equal((await sfdc.hub.call('PATCH', `/hubs/crm${elsewhere}`, { body: { Title: 'C' } })).status, 404)
    const third = await upload(`/ContentDocument/${id}/files`, { pathOnClient: 'a.txt' })
    assert.equal(third.ContentDocumentId, id)
  })

  it('a record has files: uploaded to it, or there already', async () => {
    const account = sfdc.stored('Account')[3]?.['Id']
    const own = await upload(`/Account/${account}/files`, { pathOnClient: 'own.txt' })
    const other = await upload('/files', { pathOnClient: 'other.txt' })
    const linked = await sfdc.hub.call('POST', `/hubs/crm/Account/${account}/files/${other.id}`)
    assert.equal(linked.status, 200, linked.text)
    const links = (await sfdc.get(`/Account/${account}/files`)).body
    assert.deepEqual(
      links.map(({ ContentDocumentId }: { ContentDocumentId: string }) => ContentDocumentId).sort(),
      [own.id, other.id].sort(),
    )
    const details = await sfdc.get(`/Account/${account}/files/details`)
    assert.deepEqual(
      details.body.map((row: { ContentDocument: { Title: string } }) => row.ContentDocument.Title).sort(),
      ['other', 'own'],
      details.text,
    )
  })

  it('attachments of a record, and documents', async () => {
    const contact = sfdc.stored('Contact')[5]?.['Id']
    const attached = await upload(`/Contact/${contact}/attachments`)
    assert.deepEqual([attached.Name, attached.ContentType, attached.ParentId], ['plan.pdf', 'application/pdf', contact])
    const list = await sfdc.get(`/Contact/${contact}/attachments`)
    assert.deepEqual(
      list.body.map(({ id }: { id: string }) => id),
      [attached.id],
    )
    const path = `/hubs/crm/attachments/${attached.id}`
    assert.equal((await sfdc.hub.call('PATCH', path, { body: { Description: 'Mine' } })).status, 200)
    assert.equal((await sfdc.get(`/attachments/${attached.id}`)).body.Description, 'Mine')
    assert.deepEqual(await download(`/attachments/${attached.id}/data`), bytes)
    assert.equal((await sfdc.hub.call('DELETE', path)).status, 200)
    const document = sfdc.stored('Document')[0]
    assert.deepEqual(Buffer.from(await download(`/Document/${document?.['Id']}/data`)), document?.['Body'])
  })

  it('an upload without a file is refused', async () => {
    const reply = await sfdc.hub.call('POST', '/hubs/crm/files?pathOnClient=a.txt', { body: { Title: 'x' } })
    assert.equal(reply.status, 400, reply.text)
  })
})
