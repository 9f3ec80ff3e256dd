import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { readContentKind } from './content-kind.ts'
import { readOdataNext, unwrapOdata } from './odata.ts'
import { parseXml } from './read-xml.ts'
import { readSoapFault, weighFault } from './soap-fault.ts'

describe('a SOAP fault', () => {
  const envelope = (prefix: string, fault: string) =>
    parseXml(`<${prefix}:Envelope xmlns:${prefix}="urn:e"><${prefix}:Body>${fault}</${prefix}:Body></${prefix}:Envelope>`)
  const old =
    '<soap:Fault><faultcode>soap:Client</faultcode><faultstring>No such account</faultstring><detail><code>7</code></detail></soap:Fault>'
  const fresh =
    '<e:Fault><e:Code><e:Value>e:Receiver</e:Value></e:Code><e:Reason><e:Text xml:lang="en">Busy</e:Text><e:Text xml:lang="de">Belegt</e:Text></e:Reason></e:Fault>'
  it("of version 1.1 is the caller's or the vendor's", () => {
    assert.deepEqual(readSoapFault(envelope('soap', old)), { code: 'Client', message: 'No such account', status: 400 })
    assert.equal(readSoapFault(envelope('soap', old.replace('Client', 'Server')))?.status, 502)
  })
  it('of version 1.2 has its first text', () => {
    assert.deepEqual(readSoapFault(envelope('e', fresh)), { code: 'Receiver', message: 'Busy', status: 502 })
  })
  it('is found without its envelope, as a root key leaves it', () => {
    assert.equal(readSoapFault({ 'soap:Fault': { faultcode: 'soap:Client', faultstring: 'x' } })?.message, 'x')
  })
  it('decides where HTTP says only that there is one', () => {
    const fault = readSoapFault(envelope('soap', old))
    const weighed = [200, 500, 503, 401].map((status) => weighFault(status, fault))
    assert.deepEqual(weighed, [400, 400, 503, 401])
    assert.equal(weighFault(500, undefined), 500)
  })
  it('without a text still says something', () => assert.equal(readSoapFault({ Body: { Fault: '' } })?.message, 'SOAP fault'))
  it('is not where there is none', () => {
    for (const answer of [envelope('soap', '<AddResult>3</AddResult>'), {}, undefined, 'Fault', []])
      assert.equal(readSoapFault(answer), undefined)
  })
})

describe('an OData answer', () => {
  const cases: [body: unknown, inside: unknown, next: string | undefined][] = [
    [{ d: { results: [1], __next: '/Rows?$skip=1' } }, [1], '/Rows?$skip=1'],
    [{ d: [1] }, [1], undefined],
    [{ d: { Id: 1 } }, { Id: 1 }, undefined],
    [{ value: [1], '@odata.nextLink': 'https://v.test/Rows?$skiptoken=a' }, [1], 'https://v.test/Rows?$skiptoken=a'],
    [{ value: [1], 'odata.nextLink': 'Rows?$skiptoken=a' }, [1], 'Rows?$skiptoken=a'],
    [{ Id: 1, value: 'x' }, { Id: 1, value: 'x' }, undefined],
    [[1], [1], undefined],
    ['text', 'text', undefined],
    [undefined, undefined, undefined],
  ]
  for (const [body, inside, next] of cases) {
    it(`${JSON.stringify(body)} holds ${JSON.stringify(inside)}${next === undefined ? '' : ` and goes on at ${next}`}`, () => {
      assert.deepEqual(unwrapOdata(body), inside)
      assert.equal(readOdataNext(body), next)
    })
  }
})

describe('a content type', () => {
  const cases: [contentType: string | undefined, kind: string | undefined][] = [
    ['application/json; charset=utf-8', 'json'],
    ['application/vnd.api+json', 'json'],
    ['text/json', 'json'],
    ['text/xml; charset=utf-8', 'xml'],
    ['application/soap+xml', 'xml'],
    ['Application/XML', 'xml'],
    ['image/svg+xml', 'binary'],
    ['application/x-www-form-urlencoded', 'form'],
    ['multipart/form-data; boundary=x', 'multipart'],
    ['text/html', 'text'],
    ['application/pdf', 'binary'],
    ['', undefined],
    [undefined, undefined],
  ]
  for (const [contentType, kind] of cases) it(`${contentType} is ${kind}`, () => assert.equal(readContentKind(contentType), kind))
})
