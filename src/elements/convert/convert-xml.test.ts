import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { validateDocument } from '../document/validate.ts'
import { convertEdmx } from './convert-edmx.ts'
import { convertWsdl } from './convert-wsdl.ts'

const wsdl = `<?xml version="1.0"?>
<wsdl:definitions name="Orders" targetNamespace="urn:orders" xmlns:tns="urn:orders" xmlns:x="urn:types" xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/"
  xmlns:wsdl="http://schemas.xmlsoap.org/wsdl/" xmlns:xs="http://www.w3.org/2001/XMLSchema">
  <wsdl:types>
    <xs:schema targetNamespace="urn:types" elementFormDefault="qualified">
      <xs:element name="Place"><xs:complexType><xs:sequence>
        <xs:element name="count" type="xs:int"/>
        <xs:element name="note" type="xs:string" minOccurs="0"/>
        <xs:element name="buyer" type="x:Person"/>
      </xs:sequence></xs:complexType></xs:element>
      <xs:element name="PlaceResponse"><xs:complexType><xs:sequence><xs:element name="total" type="xs:decimal" maxOccurs="unbounded"/></xs:sequence></xs:complexType></xs:element>
      <xs:complexType name="Base"><xs:sequence><xs:element name="id" type="xs:long"/></xs:sequence></xs:complexType>
      <xs:complexType name="Person"><xs:complexContent><xs:extension base="x:Base"><xs:sequence>
        <xs:element name="name" type="x:Name"/>
        <xs:element name="friend" type="x:Person"/>
      </xs:sequence></xs:extension></xs:complexContent></xs:complexType>
      <xs:simpleType name="Name"><xs:restriction base="xs:string"/></xs:simpleType>
    </xs:schema>
  </wsdl:types>
  <wsdl:message name="PlaceIn"><wsdl:part name="parameters" element="x:Place"/></wsdl:message>
  <wsdl:message name="PlaceOut"><wsdl:part name="parameters" element="x:PlaceResponse"/></wsdl:message>
  <wsdl:portType name="OrdersPort"><wsdl:operation name="Place"><wsdl:documentation>Places an order</wsdl:documentation>
    <wsdl:input message="tns:PlaceIn"/><wsdl:output message="tns:PlaceOut"/></wsdl:operation></wsdl:portType>
  <wsdl:binding name="OrdersBinding" type="tns:OrdersPort"><soap:binding transport="http://schemas.xmlsoap.org/soap/http"/>
    <wsdl:operation name="Place"><soap:operation soapAction="urn:orders#Place"/><wsdl:input><soap:body use="literal"/></wsdl:input></wsdl:operation></wsdl:binding>
  <wsdl:service name="OrderService"><wsdl:port name="P" binding="tns:OrdersBinding"><soap:address location="https://orders.example.com/soap"/></wsdl:port></wsdl:service>
</wsdl:definitions>`

describe('WSDL', () => {
  const element = convertWsdl(wsdl)
  const [resource] = element.resources

  test('gives an element that can be stored, its base URL the address of the port', () => {
    validateDocument(element)
    assert.deepEqual(
      [element.name, element.key, element.protocolType, element.resources.length],
      ['OrderService', 'orderservice', 'soap', 1],
    )
    assert.equal(element.configuration[0]?.defaultValue, 'https://orders.example.com/soap')
    assert.deepEqual(
      [resource?.method, resource?.path, resource?.vendorPath, resource?.description],
      ['POST', '/hubs/general/Place', '', 'Places an order'],
    )
  })

  test('gives an envelope with a place for every field, inherited ones first, circles cut', () => {
    const template = resource?.parameters?.find(({ vendorType }) => vendorType === 'body')?.name ?? ''
    assert.match(
      template,
      /^<\?xml version="1\.0" encoding="UTF-8"\?><soap:Envelope xmlns:soap="http:\/\/schemas\.xmlsoap\.org\/soap\/envelope\/" xmlns:ns1="urn:types">/,
    )
    assert.match(
      template,
      /<soap:Body><ns1:Place><ns1:count>\{count\}<\/ns1:count><ns1:note>\{note\}<\/ns1:note><ns1:buyer><ns1:id>\{buyer\.id\}<\/ns1:id>/,
    )
    const tokens = resource?.parameters?.filter(({ vendorType }) => vendorType === 'bodyToken') ?? []
    assert.deepEqual(
      tokens.slice(0, 4).map(({ name, type, dataType, required }) => [name, type, dataType, required]),
      [
        ['count', 'bodyField', 'integer', true],
        ['note', 'bodyField', 'string', false],
        ['buyer.id', 'bodyField', 'integer', false],
        ['buyer.name', 'bodyField', 'string', false],
      ],
    )
    assert.deepEqual(
      [...template.matchAll(/\{([^{}]+)\}/g)].map(([, name]) => name),
      tokens.map(({ vendorName }) => vendorName),
    )
    assert.ok(tokens.length < 20)
  })

  test('gives the action as a header, and the shapes of both bodies', () => {
    const action = resource?.parameters?.find(({ vendorType }) => vendorType === 'header')
    assert.deepEqual([action?.name, action?.vendorName, action?.type], ['urn:orders#Place', 'SOAPAction', 'value'])
    assert.deepEqual(resource?.model?.swagger, {
      Place: { type: 'object', properties: { total: { type: 'array', items: { type: 'number' } } } },
    })
    assert.equal(resource?.model?.requestName, 'PlaceRequest')
  })

  test('wraps the parts of an RPC message', () => {
    const rpc = wsdl
      .replace('<soap:binding ', '<soap:binding style="rpc" ')
      .replace('name="parameters" element="x:Place"', 'name="amount" type="xs:int"')
    const [only] = convertWsdl(rpc).resources
    assert.match(
      only?.parameters?.find(({ vendorType }) => vendorType === 'body')?.name ?? '',
      /<ns1:Place><amount>\{amount\}<\/amount><\/ns1:Place>/,
    )
  })
})

const edmx = (
  version: string,
  key: string,
) => `<edmx:Edmx Version="${version}" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx"><edmx:DataServices>
  <Schema Namespace="Shop" xmlns="http://docs.oasis-open.org/odata/ns/edm">
    <EntityType Name="Base" Abstract="true"><Key>${key}</Key><Property Name="Id" Type="Edm.String"/><Property Name="Guid" Type="Edm.Guid"/></EntityType>
    <EntityType Name="Order" BaseType="Shop.Base"><Property Name="Total" Type="Edm.Decimal"/><Property Name="To" Type="Shop.Address"/><Property Name="Tags" Type="Collection(Edm.String)"/></EntityType>
    <ComplexType Name="Address"><Property Name="City" Type="Edm.String"/></ComplexType>
    <EntityType Name="Keyless"/>
    <EntityContainer Name="Container"><EntitySet Name="Orders" EntityType="Shop.Order"/><EntitySet Name="Nothing" EntityType="Shop.Keyless"/></EntityContainer>
  </Schema></edmx:DataServices></edmx:Edmx>`

describe('EDMX', () => {
  test('gives the five operations of an entity set, with the key in the address', () => {
    const element = convertEdmx(edmx('4.0', '<PropertyRef Name="Id"/>'))
    validateDocument(element)
    assert.deepEqual(
      element.configuration.slice(0, 2).map(({ key, defaultValue, required }) => [key, defaultValue, required]),
      [
        ['base.url', '{baseurl}', false],
        ['service.url', undefined, true],
      ],
    )
    assert.deepEqual(
      element.resources.map(({ method, path, vendorPath, rootKey }) => [method, path, vendorPath, rootKey]),
      [
        ['GET', '/hubs/general/Orders', '/Orders', 'value'],
        ['GET', '/hubs/general/Orders/{id}', "/Orders('{id}')", undefined],
        ['POST', '/hubs/general/Orders', '/Orders', undefined],
        ['PATCH', '/hubs/general/Orders/{id}', "/Orders('{id}')", undefined],
        ['DELETE', '/hubs/general/Orders/{id}', "/Orders('{id}')", undefined],
      ],
    )
    assert.deepEqual(
      element.resources[0]?.parameters?.map(({ name, vendorName }) => [name, vendorName]),
      [
        ['where', 'converter:toODataFilter'],
        ['pageSize', '$top'],
        ['page', '$skip'],
        ['orderBy', '$orderby'],
        ['fields', '$select'],
      ],
    )
  })

  test('version 2 has its own envelope, filter and way to write keys of several parts', () => {
    const { resources } = convertEdmx(edmx('1.0', '<PropertyRef Name="Id"/><PropertyRef Name="Guid"/>'))
    const [list, one] = resources
    assert.deepEqual([list?.rootKey, list?.parameters?.[0]?.vendorName, one?.rootKey], ['d.results', 'converter:toODataV3Filter', 'd'])
    assert.deepEqual([one?.path, one?.vendorPath], ['/hubs/general/Orders/{Id}/{Guid}', "/Orders(Id='{Id}',Guid=guid'{Guid}')"])
  })

  test('gives models with inherited properties and the types they use', () => {
    const [list] = convertEdmx(edmx('4.0', '<PropertyRef Name="Id"/>')).resources
    assert.deepEqual(list?.model?.swagger, {
      Order: {
        type: 'object',
        properties: {
          Id: { type: 'string' },
          Guid: { type: 'string' },
          Total: { type: 'number' },
          To: { $ref: '#/definitions/Address' },
          Tags: { type: 'array', items: { type: 'string' } },
        },
      },
      Address: { type: 'object', properties: { City: { type: 'string' } } },
    })
  })
})

test('what is no such document is refused in words, and entities are not expanded', () => {
  const refuse = (convert: (text: string) => unknown, text: string, message: RegExp) =>
    assert.throws(() => convert(text), { status: 400, code: 'definition-unreadable', message })
  for (const convert of [convertWsdl, convertEdmx]) {
    refuse(convert, '', /not valid XML/)
    refuse(convert, '<a><b></a>', /not valid XML/)
    refuse(convert, '<a/>', /its root element is not/)
    refuse(convert, '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><definitions>&b;</definitions>', /document type declaration/)
    refuse(convert, `<definitions>${'<a>'.repeat(500)}${'</a>'.repeat(500)}</definitions>`, /nested too deeply|root element/)
  }
  refuse(convertWsdl, '<definitions/>', /it has no SOAP binding/)
  refuse(convertEdmx, '<Edmx/>', /it has no schema/)
})
